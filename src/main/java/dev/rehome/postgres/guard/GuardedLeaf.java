package dev.rehome.postgres.guard;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A physical table, or a partitioned parent, that shall carry triggers for a tenant.
 *
 * @param alias what a predicate calls the row's table: the partitioned table it is written for,
 *     also on a partition
 * @param schemas where the names in a predicate are looked for, in this order, before those of the
 *     extensions
 */
record GuardedLeaf(TableName name, String alias, Reach reach, List<String> schemas) {
  /** How {@code _rehome.guarded} tells the tenant's rows. */
  record Test(String reach, String test, String alias, String path) {}

  Test test(Connection connection, String tenantId) throws SQLException {
    if (reach instanceof Reach.ByColumn by) {
      String test =
          Sql.name(by.column())
              + " "
              + equality(connection, by.column())
              + " "
              + Sql.literal(tenantId);
      return new Test("column", test, alias, "");
    }
    if (reach instanceof Reach.ByPredicate) {
      return new Test(
          "predicate", reach.where(tenantId), alias, SearchPath.text(connection, schemas));
    }
    return new Test("whole", "", alias, "");
  }

  /**
   * The equality of the column's own type: under our search path {@code =} would compare citext as
   * text, and let a write for {@code ACME} pass.
   */
  private String equality(Connection connection, String column) throws SQLException {
    return JdbcForms.first(
            connection,
            """
            WITH RECURSIVE base AS (
              SELECT a.atttypid AS type FROM pg_attribute a
              WHERE a.attrelid = to_regclass(?) AND a.attname = ? AND NOT a.attisdropped
              UNION ALL
              SELECT t.typbasetype FROM base JOIN pg_type t ON t.oid = base.type AND t.typtype = 'd'
            )
            SELECT coalesce(
              (SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
               FROM base
               JOIN pg_opclass c ON c.opcintype = base.type AND c.opcdefault
               JOIN pg_am m ON m.oid = c.opcmethod AND m.amname IN ('btree', 'hash')
               JOIN pg_amop p ON p.amopfamily = c.opcfamily
                AND p.amoplefttype = c.opcintype AND p.amoprighttype = c.opcintype
                AND p.amopstrategy = CASE m.amname WHEN 'btree' THEN 3 ELSE 1 END
               JOIN pg_operator o ON o.oid = p.amopopr
               JOIN pg_namespace n ON n.oid = o.oprnamespace
               ORDER BY m.amname LIMIT 1),
              'OPERATOR(pg_catalog.=)')
            WHERE EXISTS (SELECT FROM base)
            """,
            row -> row.getString(1),
            name.sql(),
            column)
        .orElseThrow(
            () ->
                new MoveFailed(
                    "table "
                        + name
                        + " has no column "
                        + column
                        + ", the settings name it as the tenant's; correct"
                        + " postgres.tenant-column or postgres.tenant-columns"));
  }
}
