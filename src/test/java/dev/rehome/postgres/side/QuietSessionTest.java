package dev.rehome.postgres.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.postgres.TwoDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuietSessionTest {
  @Test
  void nothingFiresInItAndEverythingAfterIt() throws Exception {
    try (TwoDatabases two = new TwoDatabases(TwoDatabases.Setting.ROW)) {
      two.onTarget(
          """
          CREATE TABLE fired (n int);
          CREATE TABLE parents (id int PRIMARY KEY);
          CREATE TABLE children (parent int REFERENCES parents);
          CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN INSERT INTO public.fired VALUES (1); RETURN NEW; END';
          CREATE TRIGGER loud AFTER INSERT ON children FOR EACH ROW EXECUTE FUNCTION note()
          """);
      PostgresSide target = two.cells().target(two.move);
      assertThat(target.<Boolean>with(QuietSession::allowed)).isFalse();
      String remedy = target.with(QuietSession::remedy);
      assertThat(remedy).isEqualTo("GRANT SET ON PARAMETER session_replication_role TO mover");
      two.onServer(remedy);
      List<String> ids = new ArrayList<>();
      try {
        assertThat(target.<Boolean>with(QuietSession::allowed)).isTrue();
        target.transaction(
            connection -> {
              assertThat(QuietSession.allowed(connection)).isTrue();
              QuietSession.begin(connection);
              QuietSession.begin(connection);
              ids.add(id(connection));
              return insert(connection.createStatement(), 7);
            });
        assertThat(two.target("SELECT count(*) FROM fired")).isEqualTo("0");
        assertThat(ids).containsExactly(two.target("SELECT xmin::text FROM children"));
        assertThatThrownBy(
                () -> target.transaction(connection -> insert(connection.createStatement(), 8)))
            .hasMessageContaining("violates foreign key constraint");
        assertThat(two.target("SELECT count(*) FROM children")).isEqualTo("1");
      } finally {
        two.onServer("REVOKE SET ON PARAMETER session_replication_role FROM mover");
      }
    }
  }

  private static String id(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::xid::text")) {
      row.next();
      return row.getString(1);
    }
  }

  private static int insert(Statement statement, int parent) throws SQLException {
    try (statement) {
      return statement.executeUpdate("INSERT INTO public.children VALUES (" + parent + ")");
    }
  }
}
