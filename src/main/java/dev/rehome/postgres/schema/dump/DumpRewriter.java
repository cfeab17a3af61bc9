package dev.rehome.postgres.schema.dump;

import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a statement of the source's dump into one for the target: its schemas and roles renamed;
 * left out what is Rehome's own, what the target's schema has already, and what speaks of roles
 * that the target lacks (pre-flight tells those). Default privileges are {@link Carried}'s.
 */
public record DumpRewriter(SourceNames names, TargetRoles roles) {
  private static final String GUARD = "rehome_guard_";

  /**
   * The kinds of objects on which rights can be granted, views as tables. pg_dump says nothing of
   * an owner's rights: they are the owner's without a grant.
   */
  private static final Set<String> GRANTABLE =
      Set.of(
          "table",
          "view",
          "sequence",
          "function",
          "procedure",
          "aggregate",
          "type",
          "domain",
          "schema");

  /** The statement for the target; empty when the target is to have none. */
  public Optional<SqlStatement> rewrite(SqlStatement statement) {
    if (ofSession(statement)
        || guards(statement)
        || statement.begins("alter", "default", "privileges")
        || ofPresentSchema(statement)) {
      return Optional.empty();
    }
    return role(withoutNullDefaults(statement)).map(names::rename);
  }

  /**
   * pg_dump writes DEFAULT NULL for a partition's column that has none of its parent's default. It
   * attaches the partition afterwards, so that nothing would be inherited; and the column's type
   * may have a default of its own, which the clause would hide.
   */
  private static SqlStatement withoutNullDefaults(SqlStatement statement) {
    boolean table =
        statement.begins("create", "table") || statement.begins("create", "unlogged", "table");
    if (!table || statement.find("inherits") >= 0) {
      return statement;
    }
    String[] replacements = new String[statement.tokens().size()];
    for (int i = 0; i + 2 < replacements.length; i++) {
      if (statement.beginsAt(i, "default", "null") && !statement.beginsAt(i + 2, ":")) {
        replacements[i] = "";
        replacements[i + 1] = "";
      }
    }
    return statement.with(replacements);
  }

  /** Settings are the applier's, but for the one that says how tables are stored. */
  private static boolean ofSession(SqlStatement statement) {
    return (statement.begins("set") && !statement.begins("set", "default_table_access_method"))
        || statement.begins("reset")
        || statement.begins("select", "pg_catalog", ".", "set_config");
  }

  /** Whether it makes, or is about, a trigger of a guard. */
  static boolean guards(SqlStatement statement) {
    int trigger = statement.find("trigger");
    return trigger > 0
        && trigger + 1 < statement.tokens().size()
        && statement.tokens().get(trigger + 1).identifier()
        && statement.tokens().get(trigger + 1).name().startsWith(GUARD)
        && (statement.begins("create")
            || statement.begins("alter", "table")
            || statement.begins("comment", "on"));
  }

  /** Whether it makes a schema (we make them), or would change one that was there before us. */
  private boolean ofPresentSchema(SqlStatement statement) {
    if (statement.begins("create", "schema")) {
      return true;
    }
    int schema = statement.find("schema");
    boolean about =
        schema > 0
            && (statement.begins("alter", "schema")
                || statement.begins("comment", "on", "schema")
                || (statement.begins("grant") && statement.beginsAt(schema - 1, "on"))
                || (statement.begins("revoke") && statement.beginsAt(schema - 1, "on")));
    return about
        && roles.hasSchema(
            names.schemas().getOrDefault(statement.tokens().get(schema + 1).name(), ""));
  }

  private Optional<SqlStatement> role(SqlStatement statement) {
    if (statement.begins("alter")) {
      int owner = statement.find("owner", "to");
      if (owner < 0) {
        return Optional.of(statement);
      }
      String source = names.schemaOf(statement);
      String target = source == null ? "" : names.schemas().get(source);
      return roles.mayOwn(name(statement, owner + 2), target)
          ? Optional.of(with(statement, owner + 2))
          : allRights(statement, owner);
    }
    if (statement.begins("grant") || statement.begins("revoke")) {
      return grantee(statement);
    }
    if (statement.begins("create", "policy")) {
      return Optional.of(policy(statement));
    }
    return Optional.of(statement);
  }

  /** For {@code ALTER kind name OWNER TO role}, where the object stays the mover's. */
  private Optional<SqlStatement> allRights(SqlStatement statement, int owner) {
    String role = name(statement, owner + 2);
    SqlToken kind = statement.tokens().get(statement.begins("alter", "materialized") ? 2 : 1);
    if (!roles.has(role) || !GRANTABLE.contains(kind.name())) {
      return Optional.empty();
    }
    return Optional.of(
        SqlStatement.of(
            "GRANT ALL ON %s %s TO %s"
                .formatted(
                    kind.is("view") ? "TABLE" : kind.is("aggregate") ? "FUNCTION" : kind.text(),
                    statement
                        .text()
                        .substring(kind.end(), statement.tokens().get(owner).start())
                        .strip(),
                    Sql.name(roles.named(role)))));
  }

  private Optional<SqlStatement> grantee(SqlStatement statement) {
    int at = Math.max(statement.find("to"), statement.find("from")) + 1;
    if (statement.tokens().get(at).is("public")) {
      return Optional.of(statement);
    }
    return roles.has(name(statement, at)) ? Optional.of(with(statement, at)) : Optional.empty();
  }

  /** {@code CREATE POLICY p ON t FOR ALL TO a, b USING (…)}. */
  private SqlStatement policy(SqlStatement statement) {
    String[] replacements = new String[statement.tokens().size()];
    int at = statement.find("to");
    while (at >= 0 && at + 1 < replacements.length) {
      SqlToken role = statement.tokens().get(at + 1);
      replacements[at + 1] = role.is("public") ? null : Sql.name(roles.named(role.name()));
      at = statement.beginsAt(at + 2, ",") ? at + 2 : -1;
    }
    return statement.with(replacements);
  }

  private SqlStatement with(SqlStatement statement, int place) {
    String[] replacements = new String[statement.tokens().size()];
    replacements[place] = Sql.name(roles.named(name(statement, place)));
    return statement.with(replacements);
  }

  private static String name(SqlStatement statement, int place) {
    return statement.tokens().get(place).name();
  }
}
