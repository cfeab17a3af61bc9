package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import dev.rehome.postgres.sql.SqlToken.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the source's schemas in a statement their names in the target.
 *
 * <p>{@code shop.x} names the schema only if the schema has an object {@code x} of its own: in
 * {@code SELECT shop.id FROM shop.shop} the first is a table, and {@code public.citext} stays with
 * its extension wherever the rest of {@code public} goes.
 *
 * @param schemas source to target
 * @param objects the names of what each source schema holds, extensions' members left out
 */
public record SourceNames(Map<String, String> schemas, Map<String, Set<String>> objects) {
  private static final String OBJECTS =
      """
      SELECT n.nspname, o.name
      FROM pg_catalog.pg_namespace n
      JOIN (
        SELECT relnamespace AS schema, relname AS name, 'pg_class'::regclass AS class, oid FROM pg_class
        UNION ALL SELECT typnamespace, typname, 'pg_type'::regclass, oid FROM pg_type
        UNION ALL SELECT pronamespace, proname, 'pg_proc'::regclass, oid FROM pg_proc
        UNION ALL SELECT collnamespace, collname, 'pg_collation'::regclass, oid FROM pg_collation
        UNION ALL SELECT connamespace, conname, 'pg_conversion'::regclass, oid FROM pg_conversion
        UNION ALL SELECT opcnamespace, opcname, 'pg_opclass'::regclass, oid FROM pg_opclass
        UNION ALL SELECT opfnamespace, opfname, 'pg_opfamily'::regclass, oid FROM pg_opfamily
        UNION ALL SELECT oprnamespace, oprname, 'pg_operator'::regclass, oid FROM pg_operator
        UNION ALL SELECT stxnamespace, stxname, 'pg_statistic_ext'::regclass, oid FROM pg_statistic_ext
        UNION ALL SELECT cfgnamespace, cfgname, 'pg_ts_config'::regclass, oid FROM pg_ts_config
        UNION ALL SELECT dictnamespace, dictname, 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
        UNION ALL SELECT prsnamespace, prsname, 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
        UNION ALL SELECT tmplnamespace, tmplname, 'pg_ts_template'::regclass, oid FROM pg_ts_template
      ) o ON o.schema = n.oid
      WHERE n.nspname = ANY (?)
        AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
      """;

  public static SourceNames read(Connection source, Scope scope) throws SQLException {
    Map<String, String> schemas = new HashMap<>();
    for (SchemaPair pair : scope.schemas()) {
      schemas.put(pair.source(), pair.target());
    }
    Map<String, Set<String>> objects = new HashMap<>();
    for (var found :
        Rows.of(
            source,
            OBJECTS,
            row -> Map.entry(row.getString(1), row.getString(2)),
            List.copyOf(schemas.keySet()))) {
      objects.computeIfAbsent(found.getKey(), key -> new HashSet<>()).add(found.getValue());
    }
    return new SourceNames(schemas, objects);
  }

  /** The statement in the target's names. */
  public SqlStatement rename(SqlStatement statement) {
    List<SqlToken> tokens = statement.tokens();
    String[] replacements = new String[tokens.size()];
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).kind() == Kind.STRING) {
        replacements[i] = registered(tokens, i);
      } else if (namesSchema(tokens, i)) {
        replacements[i] = Sql.name(schemas.get(tokens.get(i).name()));
      }
    }
    return statement.with(replacements);
  }

  /** Which of the source's schemas a statement about an object names first; null for none. */
  String schemaOf(SqlStatement statement) {
    List<SqlToken> tokens = statement.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      if (namesSchema(tokens, i)) {
        return tokens.get(i).name();
      }
    }
    return null;
  }

  public boolean namesSchema(List<SqlToken> tokens, int i) {
    SqlToken token = tokens.get(i);
    if (!token.identifier() || !schemas.containsKey(token.name())) {
      return false;
    }
    if (i > 0 && tokens.get(i - 1).is("schema")) {
      return true;
    }
    if (i > 0 && tokens.get(i - 1).is(".")) {
      return false;
    }
    if (i + 2 >= tokens.size() || !tokens.get(i + 1).is(".")) {
      return false;
    }
    SqlToken object = tokens.get(i + 2);
    return !object.identifier()
        || objects.getOrDefault(token.name(), Set.of()).contains(object.name());
  }

  /** {@code 'shop.orders_id_seq'::regclass}: the string is a name; null for any other string. */
  public String registered(List<SqlToken> tokens, int i) {
    boolean name =
        i + 3 < tokens.size()
            && tokens.get(i + 1).is(":")
            && tokens.get(i + 2).is(":")
            && tokens.get(i + 3).kind() == Kind.WORD
            && tokens.get(i + 3).name().startsWith("reg")
            && tokens.get(i).text().startsWith("'");
    if (!name) {
      return null;
    }
    String text = tokens.get(i).text();
    String inner = text.substring(1, text.length() - 1).replace("''", "'");
    return Sql.literal(rename(SqlStatement.of(inner)).text());
  }
}
