package dev.rehome.postgres.proof;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All that one side is asked about one small table, in one row: the same values as of {@link
 * RowDigest} and {@link SortedKeys}, made in the server.
 *
 * @param from the table, with {@code ONLY} if its children are not meant
 * @param strangers an expression: how many rows are not the tenant's
 */
record TableQuestion(
    TableProof table, KeyOrder order, String from, String where, String strangers) {
  /** What COPY's text format escapes, the backslash first. */
  private static final List<List<String>> ESCAPES =
      List.of(
          List.of("E'\\\\'", "E'\\\\\\\\'"),
          List.of("E'\\b'", "E'\\\\b'"),
          List.of("E'\\f'", "E'\\\\f'"),
          List.of("E'\\n'", "E'\\\\n'"),
          List.of("E'\\r'", "E'\\\\r'"),
          List.of("E'\\t'", "E'\\\\t'"),
          List.of("E'\\x0b'", "E'\\\\v'"));

  static TableQuestion ofSource(TableProof table, KeyOrder order) {
    return new TableQuestion(table, order, table.sourceFrom(), table.sourceWhere(), "0");
  }

  static TableQuestion ofTarget(TableProof table, KeyOrder order) {
    return new TableQuestion(
        table, order, table.targetFrom(), table.targetWhere(), table.strangersOfTarget());
  }

  /** One row: the place, then the values of {@link ManyTables#CHECKS}. */
  String sql(int place) {
    SortedKeys keys = new SortedKeys(table.table());
    List<String> orders = keys.orders(order);
    String lines = keys.lines(TableQuestion::escaped);
    return """
    SELECT %d AS place, facts.rows::text, facts.digest, facts.keys, (%s)::text
    FROM (
      SELECT pg_catalog.count(*) AS rows, %s AS digest,
        %s AS keys
      FROM (SELECT ARRAY[%s] AS bytes, %s AS _rehome_line%s FROM %s WHERE %s OFFSET bigint '0') AS sent) AS facts
    """
        .formatted(
            place,
            strangers,
            RowDigest.DIGEST,
            keyed() ? keys(orders.size()) : "''",
            RowDigest.row(table.table()),
            keyed() ? lines : "''",
            IntStream.range(0, orders.size())
                .mapToObj(i -> ", " + orders.get(i) + " AS _rehome_" + i)
                .collect(Collectors.joining()),
            from,
            where);
  }

  private boolean keyed() {
    return !table.table().key().isEmpty();
  }

  private static String keys(int orders) {
    return "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(coalesce(pg_catalog.string_agg(_rehome_line, '' ORDER BY %s), ''), 'UTF8')), 'hex')"
        .formatted(
            IntStream.range(0, orders)
                .mapToObj(i -> "_rehome_" + i)
                .collect(Collectors.joining(", ")));
  }

  /** As COPY's text format has it. */
  private static String escaped(String text) {
    String escaped = text;
    for (List<String> one : ESCAPES) {
      escaped = "pg_catalog.replace(%s, %s, %s)".formatted(escaped, one.get(0), one.get(1));
    }
    return escaped;
  }
}
