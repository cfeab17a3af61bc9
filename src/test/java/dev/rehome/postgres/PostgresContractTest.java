package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.guard.PostgresTakeover;
import dev.rehome.store.Identity;
import dev.rehome.store.IdentityContract;
import dev.rehome.store.Store;
import dev.rehome.store.StoreContract;
import dev.rehome.store.StoreScene;
import dev.rehome.store.Takeover;
import dev.rehome.store.TakeoverContract;
import dev.rehome.store.TakeoverContract.TakenScene;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;

/** Between two databases, from rows among a neighbour's. */
final class PostgresContractTest extends StoreContract {
  private static final String SHOP =
      """
      CREATE TABLE customers (tenant_id text, id int, name text, PRIMARY KEY (tenant_id, id));
      CREATE TABLE orders (
        tenant_id text, id int PRIMARY KEY, customer int, total numeric,
        FOREIGN KEY (tenant_id, customer) REFERENCES customers);
      CREATE INDEX ON orders (total);
      CREATE SEQUENCE numbers;
      INSERT INTO customers
        SELECT CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'other' END, n, 'name ' || n
        FROM generate_series(1, 1000) n;
      INSERT INTO orders SELECT tenant_id, id, id, id * 1.10 FROM customers;
      """;

  @Override
  protected StoreScene scene() throws SQLException {
    return databases();
  }

  private static Databases databases() throws SQLException {
    return new Databases(new TwoDatabases(Setting.ROW.chunks(4_000)));
  }

  @Nested
  final class TakenOver extends TakeoverContract {
    @Override
    protected TakenScene scene() throws SQLException {
      return databases();
    }
  }

  @Nested
  final class Identified extends IdentityContract {
    @Override
    protected IdentityScene scene() throws SQLException {
      TwoDatabases two = new TwoDatabases(Setting.ROW);
      return new IdentityScene() {
        private final TwoDatabases others = new TwoDatabases(Setting.ROW);

        @Override
        public Identity identity() {
          return new PostgresIdentity(two.cells());
        }

        @Override
        public Move move() {
          return two.move;
        }

        @Override
        public Identity afterAFailover() {
          return move ->
              Map.of(
                  "source", identity().of(move).get("source"),
                  "target", new PostgresIdentity(others.cells()).of(move).get("target"));
        }

        @Override
        public void close() {
          two.close();
          others.close();
        }
      };
    }
  }

  static final class Databases implements TakenScene {
    private static final String TABLES =
        """
        SELECT format('%I.%I', schemaname, tablename) FROM pg_catalog.pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema', '_rehome')
        """;

    private final TwoDatabases two;

    Databases(TwoDatabases two) throws SQLException {
      this.two = two;
      two.onSource(SHOP);
    }

    @Override
    public Store store() {
      return two.store();
    }

    /** The older worker's sessions are ended by it; that one comes back with new ones. */
    @Override
    public Takeover takeover() {
      return newer -> {
        new PostgresTakeover(two.cells()).take(newer);
        two.cells().release(two.move);
      };
    }

    @Override
    public Move move() {
      return two.move;
    }

    @Override
    public Map<String, String> source() throws SQLException {
      try (Connection session = two.connectSource()) {
        return contents(session, "true");
      }
    }

    @Override
    public Map<String, String> target() throws SQLException {
      try (Connection session = two.connectTarget()) {
        return contents(session, "true");
      }
    }

    @Override
    public Map<String, String> arrived() throws SQLException {
      Map<String, String> arrived = new TreeMap<>();
      try (Connection session = two.connectSource()) {
        contents(session, "tenant_id = 'acme'")
            .forEach((table, rows) -> arrived.put(table.replace("shop.", "public."), rows));
      }
      return arrived;
    }

    private static Map<String, String> contents(Connection session, String where)
        throws SQLException {
      Map<String, String> contents = new TreeMap<>();
      try (Statement statement = session.createStatement()) {
        try (ResultSet table = statement.executeQuery(TABLES)) {
          while (table.next()) {
            contents.put(table.getString(1), "");
          }
        }
        for (Map.Entry<String, String> table : contents.entrySet()) {
          String question =
              "SELECT count(*) || ':' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM %s t WHERE %s"
                  .formatted(table.getKey(), where);
          try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            table.setValue(row.getString(1));
          }
        }
      }
      return contents;
    }

    @Override
    public List<String> residue() throws SQLException {
      String ours =
          """
          SELECT string_agg(nspname, ',') FROM pg_catalog.pg_namespace
          WHERE nspname = '_rehome'
          """;
      String left = two.target(ours);
      return left == null ? List.of() : List.of(left);
    }

    @Override
    public void stranger() throws SQLException {
      two.onTarget("CREATE TABLE theirs (n int); INSERT INTO theirs VALUES (1)");
    }

    @Override
    public void change() throws SQLException {
      two.plant("UPDATE orders SET total = total + 0.01 WHERE id = 10");
    }

    @Override
    public void remove() throws SQLException {
      two.plant("DELETE FROM orders WHERE id = 10");
    }

    @Override
    public void add() throws SQLException {
      two.plant("INSERT INTO orders VALUES ('acme', 999999, NULL, 1)");
    }

    @Override
    public void writeLate() throws SQLException {
      two.onSource("UPDATE orders SET total = total + 0.01 WHERE id = 10");
    }

    @Override
    public void takenOver() {
      new Ledger(two.cells(), confirmed -> {}).enter(TwoDatabases.move(2, Options.NONE));
    }

    @Override
    public void close() {
      two.close();
    }
  }
}
