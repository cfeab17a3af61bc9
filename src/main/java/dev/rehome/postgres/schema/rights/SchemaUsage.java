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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * USAGE on a schema of the target that a role of the application needs: it reaches the schema at
 * the source, where objects are its own or granted to it, and is there in the target, but would not
 * reach the schema. Rights on tables are worth nothing without.
 *
 * @param schema in the target, there or still to be made
 * @param role in the target
 * @param possible whether the mover may give it
 */
public record SchemaUsage(String schema, String role, boolean possible) {
  private static final String LACKS = "SELECT NOT pg_catalog.has_schema_privilege(?, ?, 'USAGE')";

  /** Those of all schemas of a scope. */
  public static List<SchemaUsage> missing(
      PostgresSide source, PostgresSide target, Scope scope, TargetRoles roles) {
    Map<String, String> schemas =
        scope.schemas().stream().collect(Collectors.toMap(SchemaPair::source, SchemaPair::target));
    List<RoleUse> uses =
        source.with(connection -> RoleUse.read(connection, List.copyOf(schemas.keySet())));
    return target.with(
        connection -> {
          List<SchemaUsage> missing = new ArrayList<>();
          for (RoleUse use : uses) {
            String schema = schemas.get(use.schema());
            String role = roles.named(use.role());
            boolean known = use.reaches() && !use.how().equals("r") && roles.has(use.role());
            if (known && (!roles.hasSchema(schema) || lacks(connection, role, schema))) {
              missing.add(new SchemaUsage(schema, role, roles.mayGive(schema)));
            }
          }
          return missing.stream().distinct().toList();
        });
  }

  /** Gives it if the role still lacks it, for the move to take back when it is undone. */
  public void give(Connection target, Move move) throws SQLException {
    if (!lacks(target, role, schema)) {
      return;
    }
    try (Statement statement = target.createStatement()) {
      statement.execute("GRANT " + right() + " TO " + Sql.name(role));
    }
    String back =
        "BEGIN REVOKE %s FROM %s; EXCEPTION WHEN undefined_object OR invalid_schema_name THEN NULL; END"
            .formatted(right(), Sql.name(role));
    MadeObjects.record(
        target, move, "usage", schema + " for " + role, "DO LANGUAGE plpgsql " + Sql.literal(back));
  }

  public String right() {
    return "USAGE ON SCHEMA " + Sql.name(schema);
  }

  private static boolean lacks(Connection target, String role, String schema) throws SQLException {
    return Rows.truth(target, LACKS, role, schema);
  }
}
