package dev.rehome.postgres.copy.rewrite;

import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.sql.Sql;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column with its references to the tenant's objects rewritten from the source's forms to the
 * target's, as SQL over the source's table. Whatever is no such reference comes out as it went in:
 * other texts, nulls, an array of several dimensions or with another lower bound than 1, the text
 * of a json value without references.
 */
public final class ObjectRewrite {
  private final Map<String, String> prefixes;
  private final ObjectColumn column;

  public ObjectRewrite(ObjectColumn column) {
    this.column = column;
    this.prefixes = new ObjectPrefixes(column.places()).pairs();
  }

  /** The expression; COPY sends the same bytes for it as for the column's own type. */
  public String sql() {
    String name = Sql.name(column.name());
    return switch (column.kind()) {
      case TEXT -> text(bytewise(name));
      case TEXT_ARRAY -> array(name, "pg_catalog.text[]");
      case VARCHAR_ARRAY -> array(name, "pg_catalog.varchar[]");
      case JSONB -> new JsonRewrite(this::text).sql(name, column.pointers());
      case JSON ->
          """
          (SELECT CASE WHEN _rehome_new = _rehome_old THEN %s ELSE _rehome_new::pg_catalog.json END
          FROM (SELECT _rehome_old, %s AS _rehome_new
          FROM (SELECT %s::pg_catalog.jsonb AS _rehome_old OFFSET 0) AS _rehome_doc OFFSET 0) AS _rehome_docs)\
          """
              .formatted(
                  name, new JsonRewrite(this::text).sql("_rehome_old", column.pointers()), name);
    };
  }

  /** As text that can be compared whatever the column's collation. */
  static String bytewise(String value) {
    return "(" + value + ")::pg_catalog.text COLLATE \"C\"";
  }

  /** The schemes first: most texts then need a few looks instead of one for each prefix. */
  private String text(String value) {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    prefixes.forEach(
        (from, to) ->
            groups.computeIfAbsent(scheme(from), scheme -> new LinkedHashMap<>()).put(from, to));
    Map<String, String> others = groups.getOrDefault("", Map.of());
    groups.remove("");
    return groups.entrySet().stream()
            .map(
                group ->
                    "WHEN pg_catalog.starts_with(%s, %s) THEN CASE%s ELSE %s END"
                        .formatted(
                            value,
                            Sql.literal(group.getKey()),
                            cases(value, group.getValue()),
                            value))
            .collect(Collectors.joining(" ", "CASE ", ""))
        + cases(value, others)
        + " ELSE "
        + value
        + " END";
  }

  private static String scheme(String prefix) {
    return Stream.of("https://", "http://").filter(prefix::startsWith).findFirst().orElse("");
  }

  private static String cases(String value, Map<String, String> prefixes) {
    StringBuilder cases = new StringBuilder();
    prefixes.forEach(
        (from, to) ->
            cases.append(
                " WHEN pg_catalog.starts_with(%s, %s) THEN %s::pg_catalog.text || pg_catalog.substr(%s, %d)"
                    .formatted(
                        value,
                        Sql.literal(from),
                        Sql.literal(to),
                        value,
                        1 + from.codePointCount(0, from.length()))));
    return cases.toString();
  }

  private String array(String name, String type) {
    return """
    (CASE WHEN pg_catalog.array_ndims(%1$s) = 1 AND pg_catalog.array_lower(%1$s, 1) = 1
    THEN (SELECT pg_catalog.array_agg(%2$s ORDER BY _rehome_place)
    FROM pg_catalog.unnest(%1$s) WITH ORDINALITY AS _rehome_each (_rehome_element, _rehome_place))::%3$s
    ELSE %1$s::%3$s END)\
    """
        .formatted(name, text(bytewise("_rehome_element")), type);
  }
}
