package dev.rehome.postgres.findings.rows;

import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A primary key, unique index or exclusion constraint of the target, as both sides can evaluate it:
 * its texts name nothing by schema that the search path finds.
 *
 * @param condition of a partial index; empty for none
 * @param nullsEqual NULLS NOT DISTINCT
 * @param whole whether it holds for all of the table, and not for one of its partitions
 */
record UniqueKey(
    TableName table,
    String name,
    List<Part> parts,
    String condition,
    boolean nullsEqual,
    boolean whole) {
  UniqueKey {
    parts = List.copyOf(parts);
  }

  /**
   * One column or expression.
   *
   * @param column its name if it is a plain column, else empty
   * @param type empty where it cannot be told
   * @param operator that says whether two rows collide, {@code OPERATOR(pg_catalog.=)}
   * @param equality whether that is the type's equality
   */
  record Part(String expression, String column, String type, String operator, boolean equality) {}

  private static final String QUESTION =
      """
      WITH RECURSIVE tree (root, id) AS (
        SELECT name, pg_catalog.to_regclass(name)::oid FROM pg_catalog.unnest(?::text[]) AS name
        UNION
        SELECT tree.root, i.inhrelid FROM tree
        JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.id
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid AND c.relispartition)
      SELECT n.nspname, r.relname, coalesce(k.conname, x.relname) AS name,
        coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '') AS condition,
        k.contype IS DISTINCT FROM 'x'
          AND coalesce((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_equal,
        tree.id = r.oid AS whole,
        p.expressions, p.columns, p.types, p.operators, p.equalities
      FROM tree
      JOIN pg_catalog.pg_class r ON r.oid = pg_catalog.to_regclass(tree.root)
      JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      JOIN pg_catalog.pg_index i ON i.indrelid = tree.id AND (i.indisunique OR i.indisexclusion)
      JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid AND NOT x.relispartition
      LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'),
      LATERAL (
        SELECT pg_catalog.array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, place, false)
              || CASE WHEN l.oid IS NULL THEN ''
                   WHEN pg_catalog.pg_collation_is_visible(l.oid) THEN ' COLLATE ' || pg_catalog.quote_ident(l.collname)
                   ELSE pg_catalog.format(' COLLATE %I.%I', ln.nspname, l.collname) END ORDER BY place) AS expressions,
          pg_catalog.array_agg(coalesce(a.attname, '')::text ORDER BY place) AS columns,
          pg_catalog.array_agg(CASE WHEN a.attname IS NOT NULL THEN pg_catalog.format_type(a.atttypid, a.atttypmod)
              WHEN c.opckeytype = 0 THEN pg_catalog.format_type(e.atttypid, e.atttypmod) ELSE '' END ORDER BY place) AS types,
          pg_catalog.array_agg(CASE WHEN o.oid IS NOT NULL
              THEN pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, o.oprname) END ORDER BY place) AS operators,
          pg_catalog.array_agg(o.oprname = '=' ORDER BY place) AS equalities
        FROM pg_catalog.generate_series(1, i.indnkeyatts::int) AS place
        JOIN pg_catalog.pg_attribute e ON e.attrelid = i.indexrelid AND e.attnum = place
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[place - 1] AND a.attnum > 0
        JOIN pg_catalog.pg_opclass c ON c.oid = i.indclass[place - 1]
        LEFT JOIN pg_catalog.pg_amop m ON m.amopfamily = c.opcfamily AND m.amopstrategy = 3
          AND m.amoplefttype = c.opcintype AND m.amoprighttype = c.opcintype
        LEFT JOIN pg_catalog.pg_operator o
          ON o.oid = CASE WHEN k.conexclop IS NULL THEN m.amopopr ELSE k.conexclop[place] END
        LEFT JOIN pg_catalog.pg_namespace opn ON opn.oid = o.oprnamespace
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = i.indcollation[place - 1] AND NOT l.collisdeterministic
        LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
      ) AS p
      ORDER BY 1, 2, 3
      """;

  /** The keys of the tables, by the names that SQL calls them. */
  static List<UniqueKey> read(Connection target, List<String> tables) throws SQLException {
    return Rows.of(target, QUESTION, UniqueKey::of, tables);
  }

  private static UniqueKey of(ResultSet row) throws SQLException {
    List<String> expressions = strings(row.getArray("expressions"));
    List<String> columns = strings(row.getArray("columns"));
    List<String> types = strings(row.getArray("types"));
    List<String> operators = strings(row.getArray("operators"));
    Boolean[] equalities = (Boolean[]) row.getArray("equalities").getArray();
    List<Part> parts =
        IntStream.range(0, expressions.size())
            .mapToObj(
                i ->
                    new Part(
                        expressions.get(i),
                        columns.get(i),
                        types.get(i),
                        operators.get(i),
                        Boolean.TRUE.equals(equalities[i])))
            .toList();
    return new UniqueKey(
        new TableName(row.getString("nspname"), row.getString("relname")),
        row.getString("name"),
        parts,
        row.getString("condition"),
        row.getBoolean("nulls_equal"),
        row.getBoolean("whole"));
  }

  private static List<String> strings(Array array) throws SQLException {
    List<String> strings = new ArrayList<>();
    for (String string : (String[]) array.getArray()) {
      strings.add(Objects.requireNonNullElse(string, ""));
    }
    return strings;
  }

  boolean comparable() {
    return whole
        && parts.stream().noneMatch(part -> part.type.isEmpty() || part.operator.isEmpty());
  }

  /** Whether the tenant's own id is part of it: no neighbour's row has that one. */
  boolean holdsTenant(Reach reach) {
    return reach instanceof Reach.ByColumn by
        && parts.stream().anyMatch(part -> part.equality && part.column.equals(by.column()));
  }

  /** Whether it is over these columns alone. */
  boolean of(List<String> columns) {
    return parts.stream().map(Part::column).toList().equals(columns);
  }

  /** The same, of rows that are not the same by their primary key. */
  UniqueKey ofAnotherRow(List<String> primary) {
    String row =
        primary.stream().map(Sql::name).collect(Collectors.joining(", ", "ROW(", ")::text"));
    List<Part> more = new ArrayList<>(parts);
    more.add(new Part(row, "", "text", "OPERATOR(pg_catalog.<>)", false));
    return new UniqueKey(table, name, more, condition, nullsEqual, whole);
  }

  /** The tenant's keys on the source, each part as text. */
  String ofTenant(ScopedTable table, String tenantId) {
    String filled = nullsEqual ? "true" : each(part -> "(" + part.expression + ") IS NOT NULL");
    return "SELECT %s FROM %s%s WHERE %s AND (%s) AND %s"
        .formatted(
            parts.stream()
                .map(part -> "(" + part.expression + ")::text")
                .collect(Collectors.joining(", ")),
            table.only(),
            table.source().sql(),
            table.reach().where(tenantId),
            condition.isEmpty() ? "true" : condition,
            filled);
  }

  /**
   * Which of some keys a row of the target collides with, for people.
   *
   * @param except true for rows that do not count
   */
  String taken(ScopedTable table, List<List<String>> keys, String except) {
    String names =
        IntStream.range(0, parts.size())
            .mapToObj(i -> "_rehome_" + i)
            .collect(Collectors.joining(", "));
    String arrays =
        IntStream.range(0, parts.size())
            .mapToObj(
                i ->
                    keys.stream()
                        .map(key -> key.get(i) == null ? "NULL" : Sql.literal(key.get(i)))
                        .collect(
                            Collectors.joining(", ", "pg_catalog.unnest(ARRAY[", "]::text[])")))
            .collect(Collectors.joining(", "));
    return """
    SELECT pg_catalog.concat_ws(', ', %s) FROM ROWS FROM (%s) AS _rehome_keys (%s)
    WHERE EXISTS (SELECT FROM %s%s WHERE %s AND (%s) AND (%s) IS NOT TRUE)
    """
        .formatted(
            names.replaceAll("(_rehome_\\d+)", "coalesce($1, 'null')"),
            arrays,
            names,
            table.only(),
            table.target().sql(),
            IntStream.range(0, parts.size())
                .mapToObj(this::collides)
                .collect(Collectors.joining(" AND ")),
            condition.isEmpty() ? "true" : condition,
            except);
  }

  /** The query for the neighbours' rows with keys that {@link #taken} told; empty for a range. */
  String shown(ScopedTable table, List<String> told) {
    return parts.stream().allMatch(Part::equality)
        ? "SELECT * FROM %s%s WHERE concat_ws(', ', %s) IN (%s)"
            .formatted(
                table.only(),
                table.target().sql(),
                parts.stream()
                    .map(part -> "coalesce((" + part.expression + ")::text, 'null')")
                    .collect(Collectors.joining(", ")),
                told.stream().map(Sql::literal).collect(Collectors.joining(", ")))
        : "";
  }

  private String collides(int i) {
    Part part = parts.get(i);
    String value = "_rehome_" + i + "::" + part.type;
    String collides = "(%s) %s %s".formatted(part.expression, part.operator, value);
    return nullsEqual
        ? "(%s OR (%s) IS NULL AND _rehome_%d IS NULL)".formatted(collides, part.expression, i)
        : collides;
  }

  private String each(Function<Part, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(" AND "));
  }
}
