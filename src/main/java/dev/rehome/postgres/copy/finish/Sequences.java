package dev.rehome.postgres.copy.finish;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The sequences of the scope's schemas, but for those that belong to a table outside of it. */
public final class Sequences {
  private static final String QUESTION =
      """
      SELECT n.nspname, c.relname
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'S' AND n.nspname = ANY (?)
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
            AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')
            AND d.refobjid <> ALL (ARRAY(
              SELECT t.id FROM (SELECT pg_catalog.to_regclass(name)::oid FROM pg_catalog.unnest(?::text[]) AS name) AS t (id)
              WHERE t.id IS NOT NULL)))
      ORDER BY 1, 2
      """;

  private Sequences() {}

  /** Their names on the source, in order. */
  public static List<TableName> read(Connection source, Scope scope) throws SQLException {
    Set<String> tables = new LinkedHashSet<>();
    for (ScopedTable table : scope.tables()) {
      tables.add(table.source().sql());
      table.leaves().forEach(leaf -> tables.add(leaf.name().sql()));
    }
    List<TableName> sequences = new ArrayList<>();
    try (PreparedStatement query = source.prepareStatement(QUESTION)) {
      query.setArray(
          1,
          source.createArrayOf(
              "text", scope.schemas().stream().map(Scope.SchemaPair::source).toArray()));
      query.setArray(2, source.createArrayOf("text", tables.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sequences.add(new TableName(row.getString(1), row.getString(2)));
        }
      }
    }
    return sequences;
  }

  /** The statements that bring sequences of these names where the scope's stand now. */
  public static List<String> statements(Connection source, Scope scope) throws SQLException {
    List<String> statements = new ArrayList<>();
    List<String> names = read(source, scope).stream().map(TableName::sql).toList();
    List<SequenceState> states = SequenceState.read(source, names);
    for (int i = 0; i < names.size(); i++) {
      statements.add(states.get(i).set(names.get(i)));
    }
    return statements;
  }
}
