package dev.rehome.postgres.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.sandbox.Servers;
import dev.rehome.sandbox.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two servers may store the same text in different bytes. */
final class EncodingsTest {
  private static final PostgresServer SERVER = Servers.all().dedicated();

  private static final TableName WORDS = new TableName("public", "words");

  private static final ScopedTable TABLE =
      new ScopedTable(
          WORDS,
          WORDS,
          new Reach.Whole(),
          List.of(new Column("word", "text", true, false, true)),
          List.of("word"),
          false,
          List.of());

  @Test
  void theSameWordsAreEqualInLatinAndInUtf8() throws SQLException {
    String latin = answer("LATIN1", "ü");
    assertThat(latin).isEqualTo(answer("UTF8", "ü"));
    assertThat(latin).isNotEqualTo(answer("UTF8", "ö"));
  }

  private static String answer(String encoding, String word) throws SQLException {
    try (Connection server = SERVER.connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS words");
      statement.execute("CREATE DATABASE words TEMPLATE template0 ENCODING '" + encoding + "'");
      try (Connection words = SERVER.connect("words");
          Statement fill = words.createStatement()) {
        fill.execute("CREATE TABLE words (word text PRIMARY KEY)");
        fill.execute("INSERT INTO words VALUES ('" + word + "'), ('z'), ('A')");
        return RowDigest.read(words, RowDigest.row(TABLE), "words", "true")
            + new SortedKeys(TABLE).read(words, WORDS, "true");
      }
    }
  }
}
