package dev.rehome.postgres.scope;

import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * The types whose binary form means the same in another database: it carries no object ids that
 * differ there, and the server reads back all that it writes, as it does not an empty tsquery.
 * Arrays carry their element's id, composites their fields' ids, reg* types are ids; the ids of
 * pg_catalog's types are the same everywhere.
 */
record BinaryTypes(Set<String> ids) {
  private static final String QUESTION =
      """
      WITH RECURSIVE base (id, base) AS (
        SELECT t.oid, t.oid FROM pg_catalog.pg_type t
        UNION ALL
        SELECT base.id, t.typbasetype
        FROM base JOIN pg_catalog.pg_type t ON t.oid = base.base AND t.typtype = 'd')
      SELECT base.id::text
      FROM base
      JOIN pg_catalog.pg_type t ON t.oid = base.base
      JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
      LEFT JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace
      WHERE t.typsend <> 0 AND t.typreceive <> 0
        AND CASE
          WHEN t.typtype = 'e' THEN true
          WHEN t.typtype NOT IN ('b', 'r', 'm') THEN false
          WHEN e.oid IS NOT NULL THEN en.nspname = 'pg_catalog' AND e.typtype IN ('b', 'r', 'm')
            AND e.typsend <> 0 AND e.typreceive <> 0
            AND e.typname !~ '^(reg|pg_(node|nd|dep|mcv|brin|ddl)|aclitem|tsquery$)'
          WHEN n.nspname = 'pg_catalog'
            THEN t.typname !~ '^(reg|pg_(node|nd|dep|mcv|brin|ddl)|aclitem|tsquery$)'
          ELSE t.typtype = 'b'
        END
      """;

  BinaryTypes {
    ids = Set.copyOf(ids);
  }

  static BinaryTypes read(Connection connection) throws SQLException {
    List<String> ids = Rows.strings(connection, QUESTION);
    return new BinaryTypes(Set.copyOf(ids));
  }

  boolean has(String id) {
    return ids.contains(id);
  }
}
