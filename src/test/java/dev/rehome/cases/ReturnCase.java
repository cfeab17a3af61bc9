package dev.rehome.cases;

import java.util.List;
import java.util.Map;

/** A tenant that leaves us_east and comes back, with what it does meanwhile. */
public final class ReturnCase {
  private ReturnCase() {}

  /** Everything of a tenant at a cell, and the transactions that wrote it for its neighbour. */
  static final String OF =
      """
      SELECT 'user', u.* FROM users u WHERE tenant_id = '%1$s'
      UNION ALL SELECT 'order', o.id, o.tenant_id, o.state FROM orders o WHERE tenant_id = '%1$s'
      UNION ALL SELECT 'line', l.id, l.order_id::text, l.note FROM lines l
        WHERE order_id IN (SELECT id FROM orders WHERE tenant_id = '%1$s')
      ORDER BY 1, 2
      """;

  static final String NEIGHBOUR =
      """
      SELECT u.xmin, u.* FROM users u WHERE tenant_id = 'globex'
      UNION ALL SELECT o.xmin, o.id, o.tenant_id, o.state FROM orders o WHERE tenant_id = 'globex'
      UNION ALL SELECT l.xmin, l.id, l.order_id::text, l.note FROM lines l WHERE order_id = 4
      ORDER BY 2, 3, 4
      """;

  /** At the dedicated cell: inserted, updated, deleted, also a whole order with its lines. */
  public static final String LIFE =
      """
      INSERT INTO orders (tenant_id, user_id, state) VALUES ('acme', 1, 'new'), ('acme', 2, 'paid');
      INSERT INTO lines (order_id, note) SELECT max(id), 'fresh' FROM orders WHERE tenant_id = 'acme';
      UPDATE users SET email = 'ann@acme.example' WHERE id = 1;
      UPDATE lines SET note = note || '!' WHERE order_id = 3;
      DELETE FROM lines WHERE order_id = (SELECT min(id) FROM orders WHERE tenant_id = 'acme');
      DELETE FROM orders WHERE id = (SELECT min(id) FROM orders WHERE tenant_id = 'acme')
      """;

  public static SchemaCase acme(String isolation) throws Exception {
    SchemaCase one =
        SchemaCase.of(
            "returning",
            Map.of(
                "rehome.fence-lease-seconds", "300", // outlives the time between two movers
                "rehome.cell.us_east.postgres.reference-tables", "currencies",
                "rehome.cell.us_west.postgres.isolation", isolation,
                "rehome.cell.us_west.postgres.schemas", "home_{tenant}"));
    one.run(
        SchemaCase.WEST,
        """
        DO $$
        BEGIN
          EXECUTE format('ALTER DATABASE %I SET search_path = home_acme, public', current_database());
        END
        $$
        """);
    return one;
  }

  static SchemaCase shared() throws Exception {
    SchemaCase one =
        new SchemaCase(
            CaseFiles.sql("returning"),
            CaseFiles.predicates("returning"),
            true,
            Map.of(
                "rehome.cell.us_east.postgres.reference-tables", "currencies",
                "rehome.cell.us_west.postgres.reference-tables", "currencies"));
    one.run(
        SchemaCase.WEST,
        """
        INSERT INTO currencies VALUES ('EUR', 'Euro'), ('CHF', 'Franc');
        INSERT INTO users VALUES (21, 'initech', 'di'); INSERT INTO orders VALUES (700, 'initech', 21);
        INSERT INTO lines VALUES (701, 700, 'di')
        """);
    return one;
  }

  public static List<String> of(SchemaCase one, String cell, String tenant) throws Exception {
    return one.ask(cell, OF.formatted(tenant));
  }
}
