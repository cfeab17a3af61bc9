package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.dump.NeededExtension;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that people put into tables of an extension ({@code pg_extension_config_dump}): the
 * extension's making brings its own rows, and no move copies others. What the target has alike
 * already is no finding.
 */
public final class ConfiguredRows implements Look.Question {
  private static final Duration ONE = Duration.ofSeconds(10);
  private static final Duration ALL = Duration.ofSeconds(30);

  private static final String TABLES =
      """
      SELECT n.nspname, c.relname, coalesce(t.condition, '') AS condition
      FROM pg_catalog.pg_extension e
      CROSS JOIN LATERAL ROWS FROM (
        pg_catalog.unnest(e.extconfig), pg_catalog.unnest(e.extcondition)) AS t (id, condition)
      JOIN pg_catalog.pg_class c ON c.oid = t.id AND c.relkind IN ('r', 'p')
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE e.extname = ?
      ORDER BY 1, 2
      """;

  private static final String QUESTION =
      """
      SELECT count(*), coalesce(pg_catalog.md5(pg_catalog.string_agg(
        _rehome_row::text, E'\\n' ORDER BY _rehome_row::text COLLATE "C")), '')
      FROM (SELECT * FROM %s %s) AS _rehome_row
      """;

  /** A table of an extension, and which of its rows are people's own. */
  private record Table(NeededExtension of, TableName name, String condition) {
    /** Where it is in the target. */
    TableName there() {
      boolean moved = name.schema().equals(of.extension().schema());
      return moved ? new TableName(of.schema(), name.table()) : name;
    }
  }

  private record Counted(long rows, String digest) {}

  @Override
  public List<Finding> ask(Look look) {
    List<Table> tables = look.source().with(source -> tables(source, look));
    List<Finding> findings = new ArrayList<>();
    for (Table table : tables) {
      Optional<Counted> here = counted(look.source(), table.name, table.condition);
      if (here.isEmpty()) {
        findings.add(
            look.note(
                look.source(),
                table.name,
                "is a table of extension %s, and whether people have rows of their own in it could not be read"
                    .formatted(table.of.extension().name()),
                "see whether it has rows that the target needs"));
      } else if (here.get().rows > 0
          && !here.equals(counted(look.target(), table.there(), table.condition))) {
        findings.add(finding(look, table, here.get().rows));
      }
    }
    return findings;
  }

  private static List<Table> tables(Connection source, Look look) throws SQLException {
    List<Table> tables = new ArrayList<>();
    for (NeededExtension one : NeededExtension.of(source, look.scope())) {
      tables.addAll(
          Rows.of(
              source,
              TABLES,
              row ->
                  new Table(
                      one, new TableName(row.getString(1), row.getString(2)), row.getString(3)),
              one.extension().name()));
    }
    return tables;
  }

  /** Empty where it is not there, or cannot be read in time. */
  private static Optional<Counted> counted(PostgresSide side, TableName table, String condition) {
    List<Counted> counted = new ArrayList<>();
    side.transaction(
        connection ->
            BoundedTime.of(connection, ONE, ALL)
                .ask(
                    statement -> {
                      try (ResultSet row =
                          statement.executeQuery(QUESTION.formatted(table.sql(), condition))) {
                        row.next();
                        counted.add(new Counted(row.getLong(1), row.getString(2)));
                      }
                    }));
    return counted.stream().findFirst();
  }

  private static Finding finding(Look look, Table table, long rows) {
    String problem =
        "is a table of extension %s with rows of people's own, which do not come along"
            .formatted(table.of.extension().name());
    String advice =
        "make the extension at %s before the move, and copy these rows into %s there"
            .formatted(look.target().cell(), table.there());
    String query = "SELECT * FROM %s %s".formatted(table.name.sql(), table.condition).strip();
    Finding finding =
        table.of.used()
            ? look.blocking(look.source(), table.name, problem, advice)
            : look.note(look.source(), table.name, problem, advice);
    return finding.rows(rows, List.of(), query);
  }
}
