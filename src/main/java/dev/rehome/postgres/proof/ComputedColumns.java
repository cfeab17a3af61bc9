package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.scope.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Generated columns that are computed from others: they differ where those do, and follow from them
 * by a definition that the proof of the schema compares.
 */
final class ComputedColumns {
  /** Up to PostgreSQL 14 the column depends, from 15 on its expression. */
  private static final String QUESTION =
      """
      SELECT a.attname
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
      JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.refobjid = a.attrelid AND d.refobjsubid <> a.attnum
        AND (d.classid = d.refclassid AND d.objid = a.attrelid AND d.objsubid = a.attnum
          OR d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = e.oid)
      JOIN pg_catalog.pg_attribute o ON o.attrelid = a.attrelid AND o.attnum = d.refobjsubid
      WHERE a.attrelid = ?::pg_catalog.regclass AND a.attgenerated <> '' AND o.attname = ANY (?)
      """;

  private ComputedColumns() {}

  /** Those of the table that are computed from one of these. */
  static Set<String> from(Connection connection, TableName table, List<ObjectColumn> columns)
      throws SQLException {
    Set<String> names = new HashSet<>();
    Array of = connection.createArrayOf("text", columns.stream().map(ObjectColumn::name).toArray());
    try (PreparedStatement query = connection.prepareStatement(QUESTION)) {
      query.setString(1, table.sql());
      query.setArray(2, of);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
    }
    return names;
  }
}
