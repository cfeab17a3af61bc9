package dev.rehome.postgres.purge;

import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.PurgeContract;
import java.sql.SQLException;
import java.util.Map;

/** Rows among a neighbour's. */
final class PostgresPurgeContractTest extends PurgeContract {
  private static final String TABLES =
      "CREATE TABLE orders (id int PRIMARY KEY, tenant_id text); CREATE TABLE notes (id int PRIMARY"
          + " KEY, tenant_id text)";

  private static final String ROWS =
      """
      INSERT INTO orders SELECT n, CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'globex' END FROM generate_series(1, 6000) n;
      INSERT INTO notes SELECT id, tenant_id FROM orders
      """;

  @Override
  protected LeftScene scene() throws SQLException {
    Departed acme = new Departed(Setting.ROW, TABLES, ROWS);
    return new LeftScene() {
      @Override
      public Purge purge() {
        return new PostgresPurge(acme.cells.cells());
      }

      @Override
      public Leftover left() {
        return acme.left;
      }

      @Override
      public Map<String, String> tenants() throws SQLException {
        return rows("=");
      }

      @Override
      public Map<String, String> others() throws SQLException {
        return rows("<>");
      }

      private Map<String, String> rows(String is) throws SQLException {
        String found =
            acme.cells.source(
                """
                SELECT count(*) || md5(string_agg(t, ',' ORDER BY t)) FROM (
                  SELECT o::text AS t FROM shop.orders o WHERE tenant_id %s 'acme'
                  UNION ALL SELECT n::text FROM shop.notes n WHERE tenant_id %s 'acme') all_of_them
                """
                    .formatted(is, is));
        return found == null ? Map.of() : Map.of("rows", found);
      }

      @Override
      public void stray() throws SQLException {
        acme.plant("INSERT INTO orders VALUES (9999, 'acme')");
      }

      @Override
      public void takenOver() {
        new PostgresPurge(acme.cells.cells()).take(acme.at(3));
        acme.cells.cells().release(acme.left.move()); // it comes back with new sessions
      }

      @Override
      public void close() {
        acme.close();
      }
    };
  }
}
