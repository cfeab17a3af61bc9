package dev.rehome.postgres.discover;

import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How names are written for people to read and keep: quoted only where they must be, tables without
 * their schema where that finds them, since the schema may have another name at the target.
 *
 * @param path the schemas of the scope, in the order in which names are looked up
 * @param keywords that cannot stand as names
 */
record Spelling(List<String> path, Set<TableName> tables, Set<String> keywords) {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern PLAIN_YAML =
      Pattern.compile("[A-Za-z(][^\\n#]*(?<![: ])", Pattern.DOTALL);

  static Spelling read(Connection source, List<String> path, List<CatalogTable> catalog)
      throws SQLException {
    return new Spelling(
        path,
        catalog.stream().map(CatalogTable::name).collect(Collectors.toSet()),
        new HashSet<>(
            Rows.strings(
                source, "SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'")));
  }

  String name(String identifier) {
    return PLAIN.matcher(identifier).matches() && !keywords.contains(identifier)
        ? identifier
        : Sql.name(identifier);
  }

  /** Whether the name alone means the table. */
  boolean found(TableName table) {
    return path.stream()
        .map(schema -> new TableName(schema, table.table()))
        .filter(tables::contains)
        .findFirst()
        .filter(table::equals)
        .isPresent();
  }

  /** In a condition. */
  String table(TableName table) {
    String name = name(table.table());
    return found(table) ? name : name(table.schema()) + "." + name;
  }

  /** One column, or several in parentheses. */
  String columns(List<String> columns) {
    String names = list(columns);
    return columns.size() == 1 ? names : "(" + names + ")";
  }

  String list(List<String> columns) {
    return columns.stream().map(this::name).collect(Collectors.joining(", "));
  }

  /** In settings, where a name means that table of every schema. */
  String configured(TableName table) {
    boolean once = tables.stream().filter(t -> t.table().equals(table.table())).count() == 1;
    return once && !table.table().contains(".") ? table.table() : table.toString();
  }

  /**
   * An entry of the YAML file, as it is read again: a condition of several lines stays one, since a
   * comment of SQL ends with its line.
   */
  static String entry(String table, String condition) {
    String value =
        condition.contains("\n") ? "|-\n  " + condition.replace("\n", "\n  ") : yaml(condition);
    return yaml(table) + ": " + value;
  }

  /** A text of a YAML file, on one line. */
  private static String yaml(String text) {
    boolean plain = PLAIN_YAML.matcher(text).matches() && !text.contains(": ");
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
