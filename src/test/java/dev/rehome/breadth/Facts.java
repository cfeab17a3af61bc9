package dev.rehome.breadth;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a schema holds, as the tests see it: its catalog in the words of the server's printers, and
 * of each table the number of rows and an MD5 of their sorted texts. Shares nothing with the
 * product but the way a name is quoted.
 */
final class Facts {
  private static final String CATALOG = Bookkeeping.read("/breadth/facts.sql");

  private static final String TABLES =
      """
      SELECT c.relname, EXISTS (
          SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
      FROM pg_class c
      WHERE c.relnamespace = %s::regnamespace AND (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated)
      ORDER BY 1
      """;

  private final Connection connection;
  private final String schema;
  private final Optional<String> tenant;

  /**
   * The facts about one schema, over a superuser's session.
   *
   * @param schemas all of the move, which are named without a qualifier
   * @param tenant whose rows are meant; empty for all
   */
  Facts(Connection connection, String schema, List<String> schemas, Optional<String> tenant)
      throws SQLException {
    this.connection = connection;
    this.schema = schema;
    this.tenant = tenant;
    List<String> path = new ArrayList<>(List.of(Sql.name(schema)));
    schemas.stream().filter(other -> !other.equals(schema)).map(Sql::name).forEach(path::add);
    path.add("public");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = " + String.join(", ", path));
      statement.execute(
          "SET extra_float_digits = 3; SET DateStyle = 'ISO, YMD'; SET xmloption = content");
      statement.execute(
          "SET TimeZone = 'UTC'; SET bytea_output = 'hex'; SET IntervalStyle = 'postgres'");
    }
  }

  /** A line for each object; the schema's own name is left out of them. */
  List<String> catalog() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(CATALOG.replace("{{S}}", Sql.literal(schema)))) {
        while (row.next()) {
          lines.add(unqualified(row.getString(1)));
        }
      }
    }
    return lines;
  }

  /** A line for whatever only one side has, of catalog and rows. */
  static List<String> differences(Facts source, Facts target) throws SQLException {
    List<String> there = source.all();
    List<String> here = target.all();
    List<String> lines = new ArrayList<>();
    there.stream()
        .filter(line -> !here.contains(line))
        .map(l -> "only source: " + l)
        .forEach(lines::add);
    here.stream()
        .filter(line -> !there.contains(line))
        .map(l -> "only target: " + l)
        .forEach(lines::add);
    if (there.size() != here.size()) {
      lines.add("source has %d lines, target %d".formatted(there.size(), here.size()));
    }
    return lines;
  }

  private List<String> all() throws SQLException {
    List<String> lines = new ArrayList<>(catalog());
    rows().forEach((table, rows) -> lines.add("rows of " + table + ": " + rows));
    return lines;
  }

  /**
   * Without the schema's name, which the server quotes only if it must; and without the casts of
   * text, which move into the elements of an array when a dump is restored.
   */
  private String unqualified(String line) {
    return line.replace(Sql.name(schema) + ".", "")
        .replaceAll("(?<![\\w\"])" + Pattern.quote(schema + "."), "")
        .replaceAll("::(character varying|text)\\b(\\[\\])?", "");
  }

  /** Each table and materialized view with the number and the digest of its rows. */
  Map<String, String> rows() throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      Map<String, Boolean> tables = new TreeMap<>();
      try (ResultSet row =
          statement.executeQuery(TABLES.formatted(Sql.literal(Sql.name(schema))))) {
        while (row.next()) {
          tables.put(row.getString(1), row.getBoolean(2));
        }
      }
      for (Map.Entry<String, Boolean> table : tables.entrySet()) {
        rows.put(table.getKey(), digest(statement, table.getKey(), table.getValue()));
      }
    }
    return rows;
  }

  private String digest(Statement statement, String table, boolean ofTenants) throws SQLException {
    String where =
        ofTenants ? tenant.map(id -> "tenant_id = " + Sql.literal(id)).orElse("true") : "true";
    String question =
        """
        SELECT count(*) || ' rows ' || coalesce(md5(string_agg(row_text, E'\\n' ORDER BY row_text COLLATE "C")), '')
        FROM (SELECT ROW(the_row.*)::text AS row_text FROM ONLY %s AS the_row WHERE %s) AS texts
        """
            .formatted(Sql.name(schema) + "." + Sql.name(table), where);
    statement.setEscapeProcessing(false);
    try (ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Each sequence with the value that it gives next, in its own direction. */
  Map<String, Long> nextValues() throws SQLException {
    Map<String, Long> next = new TreeMap<>();
    String question =
        """
        SELECT format('SELECT %%L, (last_value + CASE WHEN is_called THEN %%s ELSE 0 END) * sign(%%s)::int FROM %%s',
            c.relname, s.seqincrement, s.seqincrement, c.oid::regclass)
        FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relnamespace = %s::regnamespace
        """
            .formatted(Sql.literal(Sql.name(schema)));
    try (Statement list = connection.createStatement();
        Statement one = connection.createStatement();
        ResultSet row = list.executeQuery(question)) {
      while (row.next()) {
        try (ResultSet value = one.executeQuery(row.getString(1))) {
          value.next();
          next.put(value.getString(1), value.getLong(2));
        }
      }
    }
    return next;
  }
}
