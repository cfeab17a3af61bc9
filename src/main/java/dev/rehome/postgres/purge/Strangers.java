package dev.rehome.postgres.purge;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A foreign key by which rows that stay could refer to rows of the tenant's. A purge deletes
 * nothing while some do; pre-flight asks the same before the move.
 */
public final class Strangers {
  /** So many are counted. */
  private static final int MOST = 1_000;

  private final Remains remains;
  private final ForeignKey key;

  Strangers(Remains remains, ForeignKey key) {
    this.remains = remains;
    this.key = key;
  }

  /**
   * Rows of the tenant that rows of others refer to.
   *
   * @param rows how many, one more than {@link #MOST} where counting ended
   * @param keys three at most
   * @param query shows them
   */
  public record Referred(long rows, List<String> keys, String query) {
    public Referred {
      keys = List.copyOf(keys);
    }

    public boolean any() {
      return rows > 0;
    }

    /** The finding, told with these rows. */
    public Finding in(Finding finding) {
      return finding.rows(rows, rows > MOST, keys, query);
    }
  }

  /** All that are to be asked of a source as it is now, before anything of it has moved. */
  public static List<Strangers> of(Connection source, Scope scope, String tenantId)
      throws SQLException {
    Remains remains = Remains.of(source, scope, tenantId);
    return remains.keys().stream()
        .filter(key -> !remains.within(key))
        .map(key -> new Strangers(remains, key))
        .toList();
  }

  public String constraint() {
    return key.name();
  }

  /** The table whose rows could refer to the tenant's. */
  public TableName child() {
    return key.child().table();
  }

  /** The tenant's table, not its partition. */
  public ScopedTable parent() {
    return remains.table(key.parent().table()).orElseThrow();
  }

  /** Reads; the session's search path is the source's. */
  public Referred ask(Connection source) throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question())) {
        row.next();
        return new Referred(
            row.getLong(1), List.of((String[]) row.getArray(2).getArray()), question());
      }
    }
  }

  /** What keeps the tenant's rows from being deleted; empty if nobody refers to them. */
  Optional<Finding> problem(Connection cell, String name) throws SQLException {
    Referred referred = ask(cell);
    Finding found =
        Finding.blocking(
                PostgresPurge.NAME,
                child() + "." + key.name(),
                "rows that are not the tenant's refer to rows of %s that are"
                    .formatted(key.parent().table()),
                "delete them, or let them refer to something else")
            .in(name);
    return referred.any() ? Optional.of(referred.in(found)) : Optional.empty();
  }

  private String question() {
    return remains
        .watched(key, child -> true)
        .referred(remains.parentRows(key), key.parentColumns(), MOST + 1);
  }
}
