package dev.rehome.postgres.purge;

import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.guard.Admission;
import dev.rehome.postgres.guard.LeftGuard;
import dev.rehome.postgres.schema.made.MadeObjects;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.side.QuietSession;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.store.Leftover;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows that a tenant left at a cell to which it comes back. Before anything else comes there
 * they are put aside, into tables of our own, in one transaction that holds the guard which has
 * refused the tenant's writes since: so they are those that it left. A move that is undone puts
 * them back; one that is over drops them.
 */
public final class OldCopy {
  /** The chunk's id; its receipt's detail is how many rows were put aside. */
  public static final String ID = "old-copy";

  /** What the undo must know is in {@code _rehome.made} under this kind, a line for each table. */
  static final String KIND = "old copy";

  /** Before any row comes; where the triggers of the tenant's own tables are silenced, after it. */
  private static final int WAVE = 0;

  private static final int AFTER_QUIET = 1;

  private static final Duration MOST = Duration.ofHours(12);

  private final PostgresSide cell;
  private final Leftover left;
  private final Remains remains;

  private OldCopy(PostgresSide cell, Leftover left, Remains remains) {
    this.cell = cell;
    this.left = left;
    this.remains = remains;
  }

  /**
   * What is left at the target.
   *
   * @param source where the tenant comes from
   */
  public static OldCopy of(PostgresSide source, PostgresSide target, Leftover left) {
    return new OldCopy(
        target,
        left,
        Remains.read(
            target,
            left.move().target().equals(source.cell()) ? Optional.of(source) : Optional.empty(),
            left.move()));
  }

  /** Whether any row of the tenant is there. */
  boolean any() {
    return rows().values().stream().anyMatch(count -> count > 0);
  }

  Remains remains() {
    return remains;
  }

  /** Each table, with 1 where it holds a row of the tenant. */
  Map<ScopedTable, Long> rows() {
    List<ScopedTable> all = new ArrayList<>(remains.tables());
    all.addAll(remains.later());
    return cell.transaction(
        connection -> {
          SearchPath.set(connection, SearchPath.source(remains.scope()));
          Map<ScopedTable, Long> rows = new java.util.LinkedHashMap<>();
          for (ScopedTable table : all) {
            rows.put(
                table,
                Batch.count(
                    connection,
                    "SELECT pg_catalog.count(*) FROM (SELECT FROM %s WHERE %s LIMIT 1) AS first"
                        .formatted(from(table), remains.where(table))));
          }
          return rows;
        });
  }

  /** The chunk that puts it aside; empty where nothing is left. */
  public Optional<Chunk> chunk(Move move) {
    return any()
        ? Optional.of(
            new Chunk(
                move.id(),
                PostgresSide.COMPONENT,
                ID,
                cell.shared() ? WAVE : AFTER_QUIET,
                Map.of("kind", ID, "left-by", left.move().id())))
        : Optional.empty();
  }

  /**
   * Puts it aside in the caller's transaction; returns how many rows there were.
   *
   * @throws MoveFailed when it is not what that move left there: nothing is changed then
   */
  public long putAside(Connection target, Move move) throws SQLException {
    LeftGuard.hold(target, left.move().withEpoch(move.epoch()), MOST);
    Admission.admit(target, move.tenant().id());
    LeftGuard.problems(target, cell, left.move(), remains.scope()).stream()
        .findFirst()
        .ifPresent(
            finding -> {
              throw new MoveFailed(move + ": " + finding.line());
            });
    if (QuietSession.allowed(target)) {
      QuietSession.begin(target);
    }
    SearchPath.set(target, SearchPath.source(remains.scope()));
    for (ScopedTable table : remains.tables()) {
      // locked first: who would refer to one of them from now on waits, and then finds it gone
      Batch.count(
          target,
          "SELECT pg_catalog.count(*) FROM (SELECT FROM %s WHERE %s FOR UPDATE) AS locked"
              .formatted(from(table), remains.where(table)));
    }
    refuseStrangers(target, move);
    return moveAway(target, move);
  }

  private void refuseStrangers(Connection target, Move move) throws SQLException {
    for (ForeignKey key : remains.keys()) {
      Optional<Finding> found =
          remains.within(key)
              ? Optional.empty()
              : new Strangers(remains, key).problem(target, cell.cell());
      if (found.isPresent()) {
        throw new MoveFailed(move + ": " + found.get().line());
      }
    }
  }

  /** All by one statement: conditions read tables of which the rows go too. */
  private long moveAway(Connection target, Move move) throws SQLException {
    List<String> deletes = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    List<ScopedTable> tables = remains.tables();
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      for (int i = 0; i < tables.size(); i++) {
        ScopedTable table = tables.get(i);
        String aside = "_rehome." + Sql.name("old_%s_%d".formatted(move.id(), i));
        String columns = columns(table);
        statement.execute(
            "CREATE TABLE %s AS SELECT %s FROM %s WITH NO DATA"
                .formatted(aside, columns, from(table)));
        MadeObjects.record(
            target,
            move,
            KIND,
            aside,
            "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM %s"
                .formatted(table.source().sql(), columns, columns, aside));
        deletes.add(
            "gone%1$d AS (DELETE FROM %2$s WHERE %3$s RETURNING %4$s), kept%1$d AS (INSERT INTO %5$s SELECT * FROM gone%1$d)"
                .formatted(i, from(table), remains.where(table), columns, aside));
        counts.add("(SELECT pg_catalog.count(*) FROM gone%d)".formatted(i));
      }
      if (tables.isEmpty()) {
        return 0;
      }
      try (ResultSet row =
          statement.executeQuery(
              "WITH %s SELECT %s"
                  .formatted(String.join(", ", deletes), String.join(", ", counts)))) {
        row.next();
        return counted(move, row);
      }
    }
  }

  private long counted(Move move, ResultSet row) throws SQLException {
    Map<String, Long> proven = left.copied(PostgresPurge.NAME, "rows");
    long all = 0;
    for (int i = 0; i < remains.tables().size(); i++) {
      String table = remains.tables().get(i).source().toString();
      long there = row.getLong(i + 1);
      if (there != proven.getOrDefault(table, 0L)) {
        throw new MoveFailed(
            "%s: %s of %s holds %,d rows of %s, and %s has proven %,d when it left; see what was added or taken away"
                .formatted(
                    move,
                    table,
                    cell.cell(),
                    there,
                    move.tenant().name(),
                    left.move().id(),
                    proven.getOrDefault(table, 0L)));
      }
      all += there;
    }
    return all;
  }

  private static String columns(ScopedTable table) {
    return table.columns().stream()
        .filter(column -> !column.generated())
        .map(Column::name)
        .map(Sql::name)
        .collect(Collectors.joining(", "));
  }

  private static String from(ScopedTable table) {
    return table.only() + table.source().sql();
  }
}
