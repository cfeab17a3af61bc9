package dev.rehome.postgres.copy.rewrite;

import dev.rehome.postgres.settings.ObjectReference;
import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A jsonb value with the strings that pointers name rewritten, as SQL. A number in a pointer is an
 * index where the document has an array, and a key where it has an object.
 */
final class JsonRewrite {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final UnaryOperator<String> text;
  private int names;

  /**
   * @param text rewrites an expression of type text
   */
  JsonRewrite(UnaryOperator<String> text) {
    this.text = text;
  }

  /** The pointers must not overlap: a string is to be rewritten once. */
  String sql(String document, List<List<String>> pointers) {
    String rewritten = document;
    for (List<String> pointer : pointers) {
      rewritten = at(rewritten, pointer);
    }
    return rewritten;
  }

  private String at(String value, List<String> pointer) {
    String own = "_rehome_" + ++names;
    if (pointer.isEmpty()) {
      return """
      (SELECT CASE WHEN pg_catalog.jsonb_typeof(%1$s) = 'string' THEN pg_catalog.to_jsonb(%2$s) ELSE %1$s END
      FROM (SELECT %1$s, %3$s AS %1$s_text FROM (SELECT %4$s AS %1$s OFFSET 0) AS %1$s_from OFFSET 0) AS %1$s_texts)\
      """
          .formatted(
              own, text.apply(own + "_text"), ObjectRewrite.bytewise(own + " #>> '{}'"), value);
    }
    String token = pointer.get(0);
    List<String> rest = pointer.subList(1, pointer.size());
    return """
    (SELECT %s FROM (SELECT %s AS %s OFFSET 0) AS %s_from)\
    """
        .formatted(
            token.equals(ObjectReference.EACH) ? each(own, rest) : one(own, token, rest),
            value,
            own,
            own);
  }

  private String one(String own, String token, List<String> rest) {
    String key = Sql.literal(token) + "::pg_catalog.text";
    String cases =
        when(own, "object", own + " -> " + key, token, rest)
            + (INDEX.matcher(token).matches()
                ? when(own, "array", own + " -> " + token, token, rest)
                : "");
    return "CASE " + cases + "ELSE " + own + " END";
  }

  private String when(String own, String type, String child, String token, List<String> rest) {
    return "WHEN pg_catalog.jsonb_typeof(%s) = '%s' AND (%s) IS NOT NULL THEN pg_catalog.jsonb_set(%s, ARRAY[%s]::pg_catalog.text[], %s) "
        .formatted(own, type, child, own, Sql.literal(token), at("(" + child + ")", rest));
  }

  private String each(String own, List<String> rest) {
    return """
    CASE pg_catalog.jsonb_typeof(%1$s)
    WHEN 'array' THEN (SELECT coalesce(pg_catalog.jsonb_agg(%2$s ORDER BY %1$s_place), '[]')
    FROM pg_catalog.jsonb_array_elements(%1$s) WITH ORDINALITY AS %1$s_each (%1$s_value, %1$s_place))
    WHEN 'object' THEN (SELECT coalesce(pg_catalog.jsonb_object_agg(%1$s_key, %2$s), '{}')
    FROM pg_catalog.jsonb_each(%1$s) AS %1$s_each (%1$s_key, %1$s_value))
    ELSE %1$s END\
    """
        .formatted(own, at(own + "_value", rest));
  }
}
