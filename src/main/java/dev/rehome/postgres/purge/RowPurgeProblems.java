package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.postgres.guard.LeftGuard;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.side.QuietSession;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is left at the source, and what keeps it from being deleted. Reads only. */
final class RowPurgeProblems {
  /** So many rows are counted. */
  private static final int SHARED_MOST = 10_000;

  /** A row's key; from where; how many at most. */
  private static final String SHARED =
      """
      SELECT pg_catalog.count(*), coalesce((pg_catalog.array_agg(key ORDER BY key))[1:3], '{}')
      FROM (SELECT %s AS key %s LIMIT %d) AS shared
      """;

  private final PostgresSide source;
  private final Leftover leftover;
  private final Remains remains;
  private final List<Finding> findings = new ArrayList<>();

  private RowPurgeProblems(PostgresSide source, Leftover leftover, Remains remains) {
    this.source = source;
    this.leftover = leftover;
    this.remains = remains;
  }

  static Purge.Found look(PostgresSide source, Leftover leftover, Remains remains) {
    RowPurgeProblems problems = new RowPurgeProblems(source, leftover, remains);
    long rows =
        source.transaction(
            connection -> {
              SearchPath.set(connection, SearchPath.source(remains.scope()));
              return problems.find(connection);
            });
    return new Purge.Found(rows, problems.findings);
  }

  private long find(Connection connection) throws SQLException {
    findings.addAll(LeftGuard.problems(connection, source, leftover.move(), remains.scope()));
    if (!findings.isEmpty()) {
      return 0; // what is there may be newer than the move: not to be counted as its
    }
    long rows = rows(connection);
    if (rows > 0) {
      shared(connection);
      findings.addAll(new StayingRows(source.cell(), remains).notes(connection));
      strangers(connection);
      triggers(connection);
    }
    return rows;
  }

  private long rows(Connection connection) throws SQLException {
    Map<String, Long> copied = leftover.copied(PostgresPurge.NAME, "rows");
    long all = 0;
    for (ScopedTable table : remains.tables()) {
      long there = rows(connection, table);
      long moved = copied.getOrDefault(table.source().toString(), 0L);
      all += there;
      if (leftover.begun() ? there > moved : there != moved) {
        strays(table, there, moved);
      }
    }
    for (ScopedTable table : remains.later()) {
      long there = rows(connection, table);
      if (there > 0) {
        strays(table, there, 0);
      }
    }
    return all;
  }

  private long rows(Connection connection, ScopedTable table) throws SQLException {
    return Batch.count(
        connection,
        "SELECT pg_catalog.count(*) FROM %s%s WHERE %s"
            .formatted(table.only(), table.source().sql(), remains.whereToLook(table)));
  }

  private void strays(ScopedTable table, long there, long moved) {
    findings.add(
        finding(
            table.source().toString(),
            "strays block the purge: it holds %,d rows of the tenant, the move has proven %,d"
                .formatted(there, moved),
            "see what was added or taken away since the move, bring it to %s by hand if it is wanted, and make the number right"
                .formatted(leftover.serving())));
  }

  /** Rows that are the tenant's and, by the same predicate, others' or nobody's. */
  private void shared(Connection connection) throws SQLException {
    for (ScopedTable table : remains.tables()) {
      String others = remains.others(table);
      if (!others.equals("false")) {
        String both =
            "FROM %s%s WHERE (%s) AND %s"
                .formatted(table.only(), table.source().sql(), remains.whereToLook(table), others);
        try (Statement statement = connection.createStatement()) {
          statement.setEscapeProcessing(false);
          try (ResultSet row =
              statement.executeQuery(
                  SHARED.formatted(LeavingRows.key(table), both, SHARED_MOST + 1))) {
            row.next();
            if (row.getLong(1) > 0) {
              findings.add(
                  Finding.blocking(
                          PostgresPurge.NAME,
                          table.source().toString(),
                          "its predicate reaches rows for other tenants too, or such as are"
                              + " nobody's: a purge deletes the tenant's own rows alone",
                          "see whose they are; give the others rows of their own, or the rows to"
                              + " the others")
                      .in(source.cell())
                      .rows(
                          row.getLong(1),
                          row.getLong(1) > SHARED_MOST,
                          List.of((String[]) row.getArray(2).getArray()),
                          "SELECT * " + both));
            }
          }
        }
      }
    }
  }

  /** Rows that are not the tenant's and refer to its rows. */
  private void strangers(Connection connection) throws SQLException {
    for (ForeignKey key : remains.keys()) {
      if (remains.within(key)) {
        continue;
      }
      new Strangers(remains, key).problem(connection, source.cell()).ifPresent(findings::add);
    }
  }

  private void triggers(Connection connection) throws SQLException {
    String parts =
        remains.tables().stream()
            .flatMap(table -> Part.of(table, "true", "false").stream())
            .map(part -> "pg_catalog.to_regclass(" + Sql.literal(part.leaf().sql()) + ")")
            .collect(Collectors.joining(", "));
    boolean quiet = QuietSession.allowed(connection);
    String remedy = quiet ? "make it fire for origin only" : QuietSession.remedy(connection);
    ask(
        connection,
        PurgeQuestions.TRIGGERS.formatted(
            parts,
            quiet ? PurgeQuestions.FIRES_QUIETLY : PurgeQuestions.FIRES,
            Sql.literal(remedy)));
    ask(connection, PurgeQuestions.WITHOUT_IDENTITY.formatted(parts));
  }

  private void ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      while (row.next()) {
        findings.add(finding(row.getString(1), row.getString(2), row.getString(3)));
      }
    }
  }

  private Finding finding(String subject, String problem, String remedy) {
    return Finding.blocking(PostgresPurge.NAME, subject, problem, remedy).in(source.cell());
  }
}
