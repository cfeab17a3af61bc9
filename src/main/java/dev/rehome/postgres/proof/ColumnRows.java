package dev.rehome.postgres.proof;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.sql.Sql;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One column of every row, with what tells the row from others: its primary key, or of a table
 * without one the digest of its other columns. Streamed: one row in memory.
 *
 * @param own the table's columns that are the same on both sides
 */
record ColumnRows(ScopedTable table, ObjectColumn column, List<Column> own) {
  /** Takes a row. */
  @FunctionalInterface
  interface Taker {
    /**
     * One row.
     *
     * @param row what tells it from others
     * @param value empty for null
     */
    void take(byte[] row, Optional<String> value);
  }

  ColumnRows {
    own = List.copyOf(own);
  }

  /** Reads one side, in any order. */
  void read(Connection connection, String from, String where, Taker taker) throws SQLException {
    String question =
        "SELECT %s, %s FROM %s WHERE %s"
            .formatted(key(), new ObjectTexts(column).sql(), from, where);
    CopyOut out =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + question + ") TO STDOUT");
    for (byte[] line = out.readFromCopy(); line != null; line = out.readFromCopy()) {
      int tab = lastTab(line);
      byte[] row = new byte[tab];
      System.arraycopy(line, 0, row, 0, tab);
      taker.take(row, value(line, tab + 1));
    }
  }

  private String key() {
    if (table.key().isEmpty()) {
      return "pg_catalog.encode(pg_catalog.sha256(%s), 'hex')".formatted(RowDigest.row(own));
    }
    List<String> texts = new ArrayList<>();
    table.key().forEach(name -> texts.add(Sql.name(name) + "::pg_catalog.text"));
    return String.join(", ", texts);
  }

  /** COPY's text format has no tab within a value. */
  private static int lastTab(byte[] line) {
    int tab = line.length - 1;
    while (line[tab] != '\t') {
      tab--;
    }
    return tab;
  }

  private static Optional<String> value(byte[] line, int from) {
    int end = line[line.length - 1] == '\n' ? line.length - 1 : line.length;
    if (end - from == 2 && line[from] == '\\' && line[from + 1] == 'N') {
      return Optional.empty();
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream(end - from);
    for (int i = from; i < end; i++) {
      boolean escaped = line[i] == '\\' && i + 1 < end;
      if (escaped) {
        i++;
      }
      plain.write(escaped ? meant(line[i]) : line[i]);
    }
    return Optional.of(plain.toString(StandardCharsets.UTF_8));
  }

  private static int meant(byte escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> escaped;
    };
  }
}
