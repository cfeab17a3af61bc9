package dev.rehome.postgres.scope;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.ArrayCast;
import dev.rehome.postgres.sql.LoneRelation;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one schema holds, each object by a name without the schema and with its definition: read
 * from the catalog, by SQL that shares nothing with pg_dump, and in the form that an expression
 * keeps ({@link ArrayCast}) on every server ({@link LoneRelation}).
 */
public final class Definition {
  private static final String QUESTION = Bookkeeping.read("/postgres/definitions.sql");

  /** The first version that has functions with a parsed body, and statistics on expressions. */
  private static final int PARSED_BODIES_SINCE = 14;

  /** The columns of statistics, as {@code pg_get_statisticsobjdef_columns} prints them. */
  private static final String STATISTICS_COLUMNS =
      """
      (SELECT string_agg(quote_ident(c.attname), ', ' ORDER BY k.place)
        FROM unnest(s.stxkeys) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute c ON c.attrelid = s.stxrelid AND c.attnum = k.number)\
      """;

  private static final String QUESTION_TO_OLD =
      QUESTION
          .replace("pg_get_function_sqlbody(p.oid)", "NULL")
          .replace("pg_get_statisticsobjdef_columns(s.oid)", STATISTICS_COLUMNS);

  private Definition() {}

  /**
   * Every definition of the schema.
   *
   * @param path the schemas that are named without a qualifier in the definitions, this one first
   * @return table (empty for what belongs to none) and object, to the definition
   */
  public static Map<Subject, String> read(Connection connection, String schema, List<String> path)
      throws SQLException {
    return under(connection, path, () -> definitions(connection, schema));
  }

  /** What is read while these schemas need no qualifier, so that both sides print names alike. */
  public static <T> T under(Connection connection, List<String> path, Reading<T> reading)
      throws SQLException {
    String names = String.join(", ", path.stream().map(Sql::name).distinct().toList());
    try (PreparedStatement set =
            connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, false)");
        Statement reset = connection.createStatement()) {
      set.setString(1, "pg_catalog, " + names);
      set.execute();
      try {
        return reading.read();
      } finally {
        reset.execute("SET search_path = pg_catalog");
      }
    }
  }

  /** Questions to the catalog. */
  @FunctionalInterface
  public interface Reading<T> {
    T read() throws SQLException;
  }

  private static Map<Subject, String> definitions(Connection connection, String schema)
      throws SQLException {
    Map<Subject, String> found = new TreeMap<>();
    Rows.of(
        connection,
        connection.getMetaData().getDatabaseMajorVersion() < PARSED_BODIES_SINCE
            ? QUESTION_TO_OLD
            : QUESTION,
        row -> {
          if (row.getString("subject") == null) {
            return ""; // dropped while it was asked for its name
          }
          Subject subject = new Subject(row.getString("belongs_to"), row.getString("subject"));
          String definition = Objects.requireNonNullElse(row.getString("definition"), "");
          return found.merge(
              subject, subject.comparable(definition), (one, other) -> one + " + " + other);
        },
        schema);
    return found;
  }

  /**
   * An object of a schema.
   *
   * @param table what it belongs to; empty for what stands alone
   * @param name kind and name, e.g. {@code column total}
   */
  public record Subject(String table, String name) implements Comparable<Subject> {
    /** In the form that does not depend on the server, nor on how often it was dumped. */
    private String comparable(String definition) {
      String pushed = ArrayCast.pushed(definition);
      return name.equals("view") || name.equals("materialized view")
          ? LoneRelation.unnamed(pushed)
          : pushed;
    }

    /** Whether it is about how rows are stored or found: any answer is the same without. */
    public boolean tuning() {
      return name.startsWith("tuning");
    }

    @Override
    public int compareTo(Subject other) {
      int byTable = table.compareTo(other.table);
      return byTable != 0 ? byTable : name.compareTo(other.name);
    }

    @Override
    public String toString() {
      return table.isEmpty() ? name : table + " " + name;
    }
  }
}
