package dev.rehome.moves;

import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The sandbox's settings with one thing changed. */
public final class Changed {
  private Changed() {}

  /** The cell is reached by another port, e.g. a proxy's. */
  public static Settings port(Settings settings, String cell, int port) {
    return database(settings, cell, database -> port(database, port));
  }

  /** The control store is reached by another port, each statement by its text. */
  public static Settings controlPort(Settings settings, int port) {
    Settings.Database moved = port(settings.control(), port);
    Settings.Database plain =
        new Settings.Database(moved.url() + "?prepareThreshold=0", moved.user(), moved.password());
    return new Settings(
        plain, settings.inbox(), settings.snapshots(), settings.limits(), settings.cells());
  }

  static Settings url(Settings settings, String cell, String url) {
    return database(settings, cell, d -> new Settings.Database(url, d.user(), d.password()));
  }

  public static Settings password(Settings settings, String cell, String password) {
    return database(settings, cell, d -> new Settings.Database(d.url(), d.user(), password));
  }

  /** The cell gives so many bytes a second, so that a test can act in the middle of a copy. */
  public static Settings slow(Settings settings, String cell, long bytesPerSecond) {
    return cell(
        settings,
        cell,
        old ->
            new Cell(
                old.name(),
                old.connectionsMax(),
                bytesPerSecond,
                old.part(PostgresCell.class).orElseThrow()));
  }

  public static Settings tenantRole(Settings settings, String cell, String role) {
    return postgres(settings, cell, p -> with(p, p.database(), Optional.of(role)));
  }

  private static Settings.Database port(Settings.Database database, int port) {
    return new Settings.Database(
        database.url().replaceFirst(":\\d+/", ":" + port + "/"),
        database.user(),
        database.password());
  }

  private static Settings database(
      Settings settings, String cell, UnaryOperator<Settings.Database> change) {
    return postgres(settings, cell, p -> with(p, change.apply(p.database()), p.tenantRole()));
  }

  private static PostgresCell with(
      PostgresCell p, Settings.Database database, Optional<String> tenantRole) {
    return new PostgresCell(
        database,
        p.isolation(),
        p.schemas(),
        p.tenantColumn(),
        p.tenantColumns(),
        p.predicates(),
        tenantRole,
        p.roleMap(),
        p.referenceTables(),
        p.excludedTables());
  }

  private static Settings postgres(
      Settings settings, String cell, UnaryOperator<PostgresCell> change) {
    return cell(
        settings,
        cell,
        old ->
            new Cell(
                old.name(),
                old.connectionsMax(),
                old.copyBytesPerSecondMax(),
                change.apply(old.part(PostgresCell.class).orElseThrow())));
  }

  private static Settings cell(Settings settings, String cell, UnaryOperator<Cell> change) {
    Map<String, Cell> cells = new LinkedHashMap<>(settings.cells());
    cells.computeIfPresent(cell, (name, old) -> change.apply(old));
    return new Settings(
        settings.control(), settings.inbox(), settings.snapshots(), settings.limits(), cells);
  }
}
