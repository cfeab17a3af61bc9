package dev.rehome.postgres.schema.apply;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a chunk of {@link SchemaChunks} says, part by part, in the order of its doing. */
public record SchemaScript(Chunk chunk) {
  /** The statements, after one that sets the search path under which they run. */
  public List<SqlStatement> statements() {
    List<SqlStatement> statements = new ArrayList<>();
    statements.add(
        SqlStatement.of("SET search_path = " + chunk.spec().getOrDefault(SchemaChunks.PATH, "''")));
    statements.addAll(SqlStatement.split(chunk.spec().getOrDefault(SchemaChunks.SCRIPT, "")));
    return statements;
  }

  /** Default privileges and settings of roles. */
  public List<Carried> carried() {
    return Carried.split(chunk.spec().getOrDefault(SchemaChunks.CARRIED, ""));
  }

  /** Rights on schemas. */
  public List<SchemaUsage> usages() {
    List<String> schemas = names(SchemaChunks.USED);
    List<String> users = names(SchemaChunks.USERS);
    List<SchemaUsage> usages = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      usages.add(new SchemaUsage(schemas.get(i), users.get(i), true));
    }
    return usages;
  }

  /**
   * The statements that fill materialized views. Their queries may call functions that look for
   * their names in the schemas of the views.
   */
  public List<SqlStatement> refreshes() {
    List<String> views = names(SchemaChunks.REFRESH);
    List<SqlStatement> statements = new ArrayList<>();
    if (!views.isEmpty()) {
      String path =
          views.stream()
              .map(view -> SqlScanner.tokens(view).get(0).text())
              .distinct()
              .collect(Collectors.joining(", "));
      statements.add(SqlStatement.of("SET search_path = " + path));
      views.forEach(view -> statements.add(SqlStatement.of(refresh(view))));
    }
    return statements;
  }

  static String refresh(String view) {
    return "REFRESH MATERIALIZED VIEW " + view;
  }

  List<String> names(String key) {
    String text = chunk.spec().getOrDefault(key, "");
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(Carried.SEPARATOR, -1));
  }

  /**
   * What does a statement, as one command to the driver, which cuts at semicolons also where the
   * server does not, as in the body of BEGIN ATOMIC. An owner must have the right to make objects
   * in the schema, if only for this moment.
   */
  public static String command(SqlStatement sql) {
    if (sql.begins("set")) {
      return "SET LOCAL" + sql.text().substring(sql.tokens().get(0).end());
    }
    int owner =
        sql.begins("alter", "schema") || !sql.begins("alter") ? -1 : sql.find("owner", "to");
    if (owner < 0) {
      return whole(sql);
    }
    String role = sql.tokens().get(owner + 2).name();
    String schema = schema(sql);
    return block(
        """
        IF pg_catalog.has_schema_privilege(%s, %s, 'CREATE') THEN
          %s;
        ELSE
          GRANT CREATE ON SCHEMA %s TO %s;
          %3$s;
          REVOKE CREATE ON SCHEMA %4$s FROM %5$s;
        END IF;
        """
            .formatted(
                Sql.literal(role),
                Sql.literal(schema),
                sql.text(),
                Sql.name(schema),
                Sql.name(role)));
  }

  /** The statement as one command to the driver. */
  static String whole(SqlStatement sql) {
    return sql.tokens().stream().noneMatch(token -> token.is(";"))
        ? sql.text()
        : block("EXECUTE " + Sql.literal(sql.text()) + ";");
  }

  private static String block(String body) {
    return "DO LANGUAGE plpgsql " + Sql.literal("BEGIN " + body + " END");
  }

  /** The first part of the first qualified name. */
  private static String schema(SqlStatement sql) {
    List<SqlToken> tokens = sql.tokens();
    for (int i = 1; i < tokens.size(); i++) {
      if (tokens.get(i).is(".")) {
        return tokens.get(i - 1).name();
      }
    }
    throw new IllegalArgumentException("no schema in " + sql.text());
  }
}
