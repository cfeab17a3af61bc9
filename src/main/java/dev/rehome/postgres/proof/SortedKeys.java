package dev.rehome.postgres.proof;

import dev.rehome.digest.Sha256;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * SHA-256 over a table's primary keys, one a line, in an order that both sides share: that of the
 * type where it is the same everywhere, else of the bytes of its UTF-8 text. COPY's text format
 * escapes tabs, line ends and backslashes, so that no two lists of keys look alike. Streamed: the
 * server reads its index, or sorts, on disk if need be.
 */
public record SortedKeys(ScopedTable table) {

  /**
   * Reads one side.
   *
   * @param name the table's name on this side
   */
  public String read(Connection connection, TableName name, String where) throws SQLException {
    KeyOrder order = KeyOrder.read(connection, name);
    String question =
        "SELECT %s FROM %s WHERE %s ORDER BY %s"
            .formatted(
                // named otherwise than the columns, which ORDER BY would take for these texts
                each(column -> Sql.name(column.name()) + "::text AS _rehome_text"),
                table.only() + name.sql(),
                where,
                each(column -> order.by(column, tenants(column))));
    MessageDigest digest = Sha256.begin();
    CopyOut out =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + question + ") TO STDOUT");
    for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
      digest.update(row);
    }
    return Sha256.end(digest);
  }

  /** The keys of a row as a line of text, each as {@code value} makes it. */
  String lines(UnaryOperator<String> value) {
    return table.key().stream()
            .map(column -> value.apply(Sql.name(column) + "::text"))
            .collect(Collectors.joining(" || E'\\t' || "))
        + " || E'\\n'";
  }

  /** What the keys are sorted by, as expressions. */
  List<String> orders(KeyOrder order) {
    return table.key().stream()
        .map(this::column)
        .map(column -> order.by(column, tenants(column)))
        .toList();
  }

  /** Another tenant's row among ours may come in any place: it makes the digest differ anyway. */
  private boolean tenants(Column column) {
    return table.reach() instanceof Reach.ByColumn reach && reach.column().equals(column.name());
  }

  private String each(Function<Column, String> of) {
    return table.key().stream().map(this::column).map(of).collect(Collectors.joining(", "));
  }

  private Column column(String name) {
    List<Column> found =
        table.columns().stream().filter(column -> column.name().equals(name)).toList();
    return found.get(0);
  }
}
