package dev.rehome.postgres.scope;

import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many entries of a server's lock table a move takes at once, at most. That table is of one
 * size, for all its sessions: when it is full, whoever wants another lock fails with 53200.
 *
 * @param tables the scope's tables and partitions
 * @param indexes theirs
 * @param toast their toast tables with these tables' indexes
 * @param largest the most that reading one table takes: its partitions and all their indexes
 */
public record LockNeed(long tables, long indexes, long toast, long largest) {
  /** Counts, digest and keys of a table may be read at the same time. */
  private static final int READERS = 3;

  /** By the catalog's own names: to look one up needs a right to its schema. */
  private static final String QUESTION =
      """
      SELECT coalesce(sum(relations), 0), coalesce(sum(indexes), 0), coalesce(sum(toast), 0),
        coalesce(max(relations + indexes), 0)
      FROM (
        SELECT leaf.root, count(*) AS relations, sum(i.indexes) AS indexes,
          2 * count(*) FILTER (WHERE c.reltoastrelid <> 0) AS toast
        FROM ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]))
          AS leaf (root, schema, name)
        JOIN pg_catalog.pg_namespace n ON n.nspname = leaf.schema
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = leaf.name
        CROSS JOIN LATERAL (
          SELECT count(*) AS indexes FROM pg_catalog.pg_index WHERE indrelid = c.oid) AS i
        GROUP BY leaf.root) AS by_table
      """;

  /** Of the scope; itself it locks nothing. */
  public static LockNeed of(Connection source, Scope scope) throws SQLException {
    List<String> roots = new ArrayList<>();
    List<String> schemas = new ArrayList<>();
    List<String> leaves = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      for (ScopedTable.Leaf leaf : table.leaves()) {
        roots.add(table.source().sql());
        schemas.add(leaf.name().schema());
        leaves.add(leaf.name().table());
      }
    }
    return Rows.of(
            source,
            QUESTION,
            row -> new LockNeed(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
            roots,
            schemas,
            leaves)
        .get(0);
  }

  /** The snapshot holds every table while one is read; pre-flight looks into all, one by one. */
  public long reading() {
    return tables + Math.max(READERS * largest, indexes);
  }

  /** All are made, and taken away again, in one transaction. */
  public long making() {
    return Math.max(tables + indexes + toast, READERS * largest);
  }

  /**
   * A server's lock table.
   *
   * @param each the setting {@code max_locks_per_transaction}
   * @param sessions that it is laid out for
   * @param taken how many entries are in use; what a session keeps for itself is none
   */
  public record Room(long each, long sessions, long taken) {
    /** One in ten is left alone: what is taken changes all the time. */
    private static final double USABLE = 0.9;

    private static final String SETTINGS =
        """
        SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint,
          pg_catalog.current_setting('max_connections')::bigint
            + pg_catalog.current_setting('max_prepared_transactions')::bigint
            + pg_catalog.current_setting('autovacuum_max_workers')::bigint + 1
            + pg_catalog.current_setting('max_worker_processes')::bigint
            + pg_catalog.current_setting('max_wal_senders')::bigint,
          (SELECT count(*) FROM pg_catalog.pg_locks WHERE NOT fastpath)
        """;

    public static Room of(Connection connection) throws SQLException {
      return Rows.of(
              connection, SETTINGS, row -> new Room(row.getLong(1), row.getLong(2), row.getLong(3)))
          .get(0);
    }

    public long all() {
      return each * sessions;
    }

    public boolean has(long locks) {
      return locks <= USABLE * (all() - taken);
    }

    /** The setting with which there would be room. */
    public long eachFor(long locks) {
      return (long) Math.ceil((locks / USABLE + taken) / sessions);
    }
  }
}
