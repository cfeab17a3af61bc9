package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.FoundRows;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows too large to be held in memory, and large objects, which are not moved. */
public final class SizeProblems implements Look.Question {
  /** pglz packs at best about 1 to 100; a row whose stored size is smaller needs no look. */
  private static final long PACKED_AT_MOST = 128;

  private static final String WIDE =
      """
      SELECT a.attname, a.atttypid = 'bytea'::regtype AS bytes
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attlen = -1 AND a.attstorage <> 'p'
        AND EXISTS (
          SELECT FROM pg_catalog.pg_class c
          WHERE c.oid = a.attrelid AND c.reltoastrelid <> 0
            AND coalesce(pg_catalog.pg_relation_size(c.reltoastrelid), 0) > ? / %d)
      """
          .formatted(PACKED_AT_MOST);

  private record Wide(String column, boolean bytes) {
    String stored() {
      return "coalesce(pg_column_size(" + Sql.name(column) + "), 0)";
    }

    String length() {
      return "coalesce(octet_length("
          + Sql.name(column)
          + (bytes ? "" : "::text")
          + "), 0)::bigint";
    }
  }

  @Override
  public List<Finding> ask(Look look) {
    List<Finding> findings = new ArrayList<>();
    look.source()
        .transaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
              }
              SearchPath.set(connection, SearchPath.source(look.scope()));
              for (ScopedTable table : look.scope().tables()) {
                if (!look.unreadable().contains(table.source())) {
                  rows(look, connection, table, findings);
                }
              }
              largeObjects(look, connection, findings);
              return null;
            });
    return findings;
  }

  private static void rows(
      Look look, Connection connection, ScopedTable table, List<Finding> findings)
      throws SQLException {
    for (ScopedTable.Leaf leaf : table.leaves()) {
      if (leaf.partitioned()) {
        continue;
      }
      List<Wide> wide =
          Rows.of(
              connection,
              WIDE,
              row -> new Wide(row.getString("attname"), row.getBoolean("bytes")),
              leaf.name().sql(),
              look.rowBytesMax());
      if (wide.isEmpty()) {
        continue;
      }
      long largest = largest(look, connection, table, leaf.name(), wide);
      if (largest > look.rowBytesMax()) {
        Finding found =
            look.blocking(
                look.source(),
                leaf.name(),
                "has a row of %d bytes, row-bytes-max is %d".formatted(largest, look.rowBytesMax()),
                "raise rehome.row-bytes-max (a row is held in memory, at most 512 MB as text), or"
                    + " shorten the row");
        findings.add(tooLarge(look, connection, table, leaf.name(), wide).in(found));
      }
    }
  }

  private static FoundRows tooLarge(
      Look look, Connection connection, ScopedTable table, TableName leaf, List<Wide> wide)
      throws SQLException {
    String where =
        "%s AND %s > %d"
            .formatted(
                table.reach().where(look.move().tenant().id()),
                wide.stream().map(Wide::length).collect(Collectors.joining(" + ")),
                look.rowBytesMax());
    return FoundRows.of(
        connection,
        "ONLY %s AS %s".formatted(leaf.sql(), Sql.name(table.source().table())),
        table.key(),
        where,
        path(look, table));
  }

  /** Under which a predicate means what it says. */
  private static List<String> path(Look look, ScopedTable table) {
    return table.reach().predicate().isPresent() ? SearchPath.source(look.scope()) : List.of();
  }

  private static long largest(
      Look look, Connection connection, ScopedTable table, TableName leaf, List<Wide> wide)
      throws SQLException {
    String stored = wide.stream().map(Wide::stored).collect(Collectors.joining(" + "));
    String length = wide.stream().map(Wide::length).collect(Collectors.joining(" + "));
    // A partition is asked by the partitioned table's condition; the column names are the same.
    String sql =
        "SELECT coalesce(max(%s), 0) FROM ONLY %s AS %s WHERE %s AND %s > %d"
            .formatted(
                length,
                leaf.sql(),
                Sql.name(table.source().table()),
                table.reach().where(look.move().tenant().id()),
                stored,
                look.rowBytesMax() / PACKED_AT_MOST);
    return Long.parseLong(Rows.plain(connection, sql));
  }

  private static void largeObjects(Look look, Connection connection, List<Finding> findings)
      throws SQLException {
    if (!Rows.truth(connection, "SELECT EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata)")) {
      return;
    }
    for (ScopedTable table : look.scope().tables()) {
      for (Column column : table.columns()) {
        if ((column.type().equals("oid") || column.type().endsWith(".lo"))
            && !look.unreadable().contains(table.source())) {
          findings.add(largeObject(look, connection, table, column));
        }
      }
    }
  }

  private static Finding largeObject(
      Look look, Connection connection, ScopedTable table, Column column) throws SQLException {
    String names =
        "%s AND %s::oid IN (SELECT oid FROM pg_catalog.pg_largeobject_metadata)"
            .formatted(table.reach().where(look.move().tenant().id()), Sql.name(column.name()));
    String subject = table.source() + "." + column.name();
    FoundRows rows = FoundRows.of(connection, table, names, path(look, table));
    return rows.any()
        ? rows.in(
            look.blocking(
                look.source(),
                subject,
                "names large objects, which are not moved",
                "move their content into a bytea column or the object store, or set it to null"))
        : look.note(
            look.source(),
            subject,
            "may name large objects, which are not moved",
            "keep their content in a bytea column or in the object store");
  }
}
