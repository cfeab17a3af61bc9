package dev.rehome.postgres.schema.rights;

import dev.rehome.model.Move;
import dev.rehome.postgres.schema.made.MadeObjects;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A default privilege or a role's setting that the target lacks and the mover may give it. pg_dump
 * tells the first only of schemas that it makes, and the second never.
 *
 * @param give the statements that make it
 * @param take the statement that takes it back; does nothing where the role or schema is gone
 */
public record Carried(String kind, String identity, String give, String take) {
  /** The unit separator of ASCII. */
  public static final String SEPARATOR = "\u001f";

  private static final String DEFAULT = "default privilege";

  /** A parameter that the server does not know, as an extension's, only an administrator sets. */
  private static final String SETTABLE =
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_settings
        WHERE pg_catalog.lower(name) = pg_catalog.lower(?) AND context IN ('user', 'backend'))
      """;

  /** Those of a scope. */
  public static List<Carried> of(
      PostgresSide source, PostgresSide target, Scope scope, TargetRoles roles) {
    List<Carried> all = new ArrayList<>();
    for (SchemaPair pair : scope.schemas()) {
      for (DefaultPrivilege one : DefaultPrivilege.missing(source, target, pair, roles)) {
        if (roles.ours().contains(one.role())) {
          all.add(new Carried(DEFAULT, one.grant(), one.grant(), quietly(one.revoke())));
        }
      }
    }
    String database = target.with(c -> Rows.string(c, "SELECT pg_catalog.current_database()"));
    Map<String, RoleSetting> present = RoleSetting.present(target);
    for (RoleSetting one : RoleSetting.wanted(source, scope, roles)) {
      if (!present.containsKey(one.key()) && may(target, roles, one)) {
        all.add(
            new Carried(
                RoleSetting.KIND,
                one.key(),
                one.asItself(one.set(database)),
                quietly(one.asItself(one.reset(database)))));
      }
    }
    return all;
  }

  /** Whether the mover may set it, as the role itself. */
  public static boolean may(PostgresSide target, TargetRoles roles, RoleSetting setting) {
    return roles.ours().contains(setting.role())
        && target.with(connection -> Rows.truth(connection, SETTABLE, setting.name()));
  }

  private static String quietly(String statements) {
    return "DO LANGUAGE plpgsql "
        + Sql.literal(
            "BEGIN "
                + statements
                + "; EXCEPTION WHEN undefined_object OR invalid_schema_name THEN NULL; END");
  }

  /** Gives it, for the move to take back when it is undone. */
  public void give(Connection target, Move move) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(give);
    }
    MadeObjects.record(target, move, kind, identity, take);
  }

  /** Kind and identity, as the record of what a move made has them. */
  public String address() {
    return kind + " " + identity;
  }

  /** All of them in one text, for a chunk. */
  public static String joined(List<Carried> all) {
    return all.stream()
        .flatMap(one -> List.of(one.kind, one.identity, one.give, one.take).stream())
        .collect(Collectors.joining(SEPARATOR));
  }

  /** The other way. */
  public static List<Carried> split(String text) {
    List<String> parts = Arrays.asList(text.split(SEPARATOR, -1));
    List<Carried> all = new ArrayList<>();
    for (int i = 0; i + 3 < parts.size(); i += 4) {
      all.add(new Carried(parts.get(i), parts.get(i + 1), parts.get(i + 2), parts.get(i + 3)));
    }
    return all;
  }
}
