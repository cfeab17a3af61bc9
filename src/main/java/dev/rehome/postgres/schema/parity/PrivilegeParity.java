package dev.rehome.postgres.schema.parity;

import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.findings.rights.RoleProblems;
import dev.rehome.postgres.schema.made.MadeObjects;
import dev.rehome.postgres.schema.rights.DefaultPrivilege;
import dev.rehome.postgres.schema.rights.RoleSetting;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Definition.Subject;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether owners, rights, default privileges, policies' roles and role settings in the target's
 * schemas are the source's, by the role map: one check for each pair. Both catalogs are read anew.
 *
 * <p>Left out is what pre-flight tells to be left out: roles that the target lacks, and the owner
 * where the mover may not give the object away ({@link RoleProblems}). The mover's own rights are
 * not compared either. A schema that was in the target before is its own: there it counts that the
 * roles reach it.
 */
public final class PrivilegeParity {
  public static final String NAME = "privileges";

  private PrivilegeParity() {}

  /** The checks of a scope, one for each pair of schemas. */
  public static List<PlannedCheck> planned(Scope scope) {
    return scope.schemas().stream()
        .map(pair -> new PlannedCheck(PostgresSide.COMPONENT, NAME, SchemaParity.subject(pair)))
        .toList();
  }

  /** Whether a check is one of these. */
  public static boolean has(PlannedCheck check) {
    return check.name().equals(NAME);
  }

  /** The verdict on one pair of schemas: a digest of all rights, or the first differences. */
  public static Verdict check(
      PostgresSide source, PostgresSide target, Move move, Scope scope, PlannedCheck check) {
    SchemaPair pair = SchemaParity.pair(scope, check);
    Map<Subject, String> there = new TreeMap<>();
    Map<Subject, String> here = new TreeMap<>();
    read(source, target, move, scope, pair, made(target, move), there, here);
    return SchemaParity.verdict(
        check,
        SchemaParity.differences(there, here),
        SchemaParity.digest(there, "objects with their rights"));
  }

  /** Every difference between the two schemas of a pair. */
  public static List<SchemaParity.Difference> differences(
      PostgresSide source, PostgresSide target, Move move, Scope scope, SchemaPair pair) {
    return differences(source, target, move, scope, pair, made(target, move));
  }

  /**
   * The same.
   *
   * @param made kind and identity of what the move made at the target
   */
  public static List<SchemaParity.Difference> differences(
      PostgresSide source,
      PostgresSide target,
      Move move,
      Scope scope,
      SchemaPair pair,
      Set<String> made) {
    return SchemaParity.lasting(
        () -> {
          Map<Subject, String> there = new TreeMap<>();
          Map<Subject, String> here = new TreeMap<>();
          read(source, target, move, scope, pair, made, there, here);
          return SchemaParity.differences(there, here);
        });
  }

  private static void read(
      PostgresSide source,
      PostgresSide target,
      Move move,
      Scope scope,
      SchemaPair pair,
      Set<String> record,
      Map<Subject, String> there,
      Map<Subject, String> here) {
    TargetRoles roles =
        target.with(c -> TargetRoles.read(c, source.settings().roleMap(), List.of(pair.target())));
    Map<Subject, Ownership> theirs = held(source, scope, pair, true);
    Map<Subject, Ownership> ours = held(target, scope, pair, false);
    Set<String> excluded = SchemaParity.excluded(source, move, pair);
    theirs.keySet().removeIf(subject -> excluded.contains(subject.table()));
    HeldByRole compared =
        new HeldByRole(
            roles,
            pair.target(),
            source.with(PrivilegeParity::user),
            target.with(PrivilegeParity::user),
            maintains(source) && maintains(target));
    Subject schema = new Subject("", "schema");
    Ownership schemaThere = theirs.remove(schema);
    Ownership schemaHere = ours.remove(schema);
    theirs.forEach((subject, held) -> there.put(subject, compared.source(subject, held)));
    ours.forEach(
        (subject, held) -> here.put(subject, compared.target(subject, held, theirs.get(subject))));
    boolean made =
        record.contains("schema " + pair.target())
            || record.contains("schema " + Sql.name(pair.target()));
    if (schemaHere != null && made && !pair.source().equals("public")) {
      // USAGE is compared by who reaches the schema: the move gives it to roles that need it
      there.put(schema, compared.source(schema, without(schemaThere)));
      here.put(schema, compared.target(schema, without(schemaHere), schemaThere));
    }
    SchemaReach.of(source, target, scope, pair, roles, made, there, here);
    DefaultPrivilege.compare(source, target, pair, roles, there, here);
    RoleSetting.compare(source, target, scope, roles, record, there, here);
  }

  private static Ownership without(Ownership schema) {
    return new Ownership(
        schema.owner(), schema.rights().stream().filter(r -> !r.what().equals("USAGE")).toList());
  }

  private static Map<Subject, Ownership> held(
      PostgresSide side, Scope scope, SchemaPair pair, boolean source) {
    return side.with(
        connection ->
            Ownership.read(
                connection,
                source ? pair.source() : pair.target(),
                SchemaParity.path(connection, scope, pair, source)));
  }

  private static String user(Connection connection) throws SQLException {
    return Rows.string(connection, "SELECT current_user");
  }

  /** Whether the server knows the right MAINTAIN. */
  private static boolean maintains(PostgresSide side) {
    return side.with(connection -> connection.getMetaData().getDatabaseMajorVersion() >= 17);
  }

  /** Kind and identity of what the move made. */
  private static Set<String> made(PostgresSide target, Move move) {
    return target.with(
        connection ->
            Bookkeeping.exists(connection)
                ? MadeObjects.addresses(connection, move)
                : Set.<String>of());
  }
}
