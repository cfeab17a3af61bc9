package dev.rehome.breadth;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Tenant;
import dev.rehome.moves.Mover;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A tenant whose schemas have every trait, moved whole, once in a JVM for each pair. */
final class EveryTrait {
  static final Tenant TENANT = new Tenant("o'neil & \"sons\"; --", "acme'); -- \"x\" {tenant}");
  private static final String NEIGHBOUR = "acme'); -- \"x\" {tenant}2";

  private static final List<String> EXTENSIONS =
      List.of(
          "citext",
          "hstore",
          "ltree",
          "intarray",
          "cube",
          "seg",
          "isn",
          "pg_trgm",
          "btree_gist",
          "unaccent",
          "fuzzystrmatch",
          "pgcrypto",
          "\"uuid-ossp\"");

  private static final Map<Pair, EveryTrait> MOVED = new EnumMap<>(Pair.class);

  private final Pair pair;
  private final Set<Family> families;
  private final Home source;
  private final Home target;

  private EveryTrait(Pair pair, Set<Family> families, String name) throws SQLException {
    this.pair = pair;
    this.families = families;
    this.source = Home.make(Servers.all().shared(), name + "_source");
    this.target = Home.make(Servers.all().dedicated(), name + "_target");
  }

  /** The tenant after its move; {@code AssertionError} with the move's message if it failed. */
  static synchronized EveryTrait moved(Pair pair) throws SQLException {
    EveryTrait moved = MOVED.get(pair);
    if (moved == null) {
      moved =
          new EveryTrait(pair, EnumSet.allOf(Family.class), pair.name().toLowerCase(Locale.ROOT));
      moved.fill();
      moved.move();
      MOVED.put(pair, moved);
    }
    return moved;
  }

  private void fill() throws SQLException {
    for (String extension : EXTENSIONS) {
      source.run("CREATE EXTENSION " + extension);
    }
    for (Family family : families) {
      String schema = sourceSchema(family);
      source.script(
          "SET ROLE app_owner; CREATE SCHEMA %1$s; SET search_path = %1$s, public;"
                  .formatted(dev.rehome.postgres.sql.Sql.name(schema))
              + family.script(schema, TENANT.id(), NEIGHBOUR));
    }
  }

  private void move() throws SQLException {
    try (Sandbox sandbox = Servers.fresh(5_000);
        Mover mover = new Mover(settings(sandbox.database("control")))) {
      mover.submit("j1", TENANT, "from", "to");
      Submitted done = mover.ended("j1");
      if (!done.word().equals(Optional.of(Submitted.Word.MOVED))) {
        throw new AssertionError(pair + ": " + done.word() + " " + done.message());
      }
    }
  }

  private Settings settings(Settings.Database control) {
    return new Settings(
        control,
        Path.of("inbox"),
        Path.of("snapshots"),
        Limits.DEFAULTS,
        Map.of(
            "from",
            Home.cell(
                "from",
                cell(source, pair.isolation(), families.stream().map(pair::source).toList())),
            "to",
            Home.cell(
                "to",
                cell(target, Isolation.DATABASE, families.stream().map(pair::target).toList()))));
  }

  private PostgresCell cell(Home home, Isolation isolation, List<String> schemas) {
    boolean row = isolation == Isolation.ROW;
    return new PostgresCell(
        home.asMover(),
        isolation,
        schemas,
        row ? Optional.of("tenant_id") : Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of(),
        row ? references() : List.of(),
        List.of());
  }

  private List<String> references() {
    return families.stream()
        .flatMap(
            family -> family.reference().stream().map(table -> pair.source(family) + "." + table))
        .toList();
  }

  String sourceSchema(Family family) {
    return TENANT.fill(pair.source(family));
  }

  String targetSchema(Family family) {
    return TENANT.fill(pair.target(family));
  }

  Home source() {
    return source;
  }

  Home target() {
    return target;
  }

  /** The family as the source has it, of the tenant's rows only where others' are among them. */
  Facts before(Connection connection, Family family) throws SQLException {
    return new Facts(
        connection,
        sourceSchema(family),
        families.stream().map(this::sourceSchema).toList(),
        Stream.of(TENANT.id()).filter(id -> pair.isolation() == Isolation.ROW).findFirst());
  }

  /** The family as the target has it, with all rows there are. */
  Facts after(Connection connection, Family family) throws SQLException {
    return new Facts(
        connection,
        targetSchema(family),
        families.stream().map(this::targetSchema).toList(),
        Optional.empty());
  }
}
