package dev.rehome.postgres.settings;

import dev.rehome.settings.CellPart;
import dev.rehome.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The {@code rehome.cell.NAME.postgres.*} settings. Names of tables are {@code table} or {@code
 * schema.table}; {@code {tenant}} and {@code {id}} are not replaced yet.
 *
 * @param schemas at least one; the source's nth becomes the target's nth
 * @param tenantColumn for {@link Isolation#ROW}
 * @param tenantColumns table to column, where it differs from {@code tenantColumn}
 * @param predicates table to SQL condition with {@code :tenant_id}, for tables without the column
 * @param tenantRole the tenant's own database role, if it has one
 * @param referenceTables copied whole
 * @param sharedTables whose rows others need too; each has its predicate
 * @param excludedTables never copied
 * @param objectReferences columns that hold references to objects, which a move rewrites
 * @param sequenceHeadroom how many numbers its sequences leave out when a tenant arrives, 0 or more
 */
public record PostgresCell(
    Settings.Database database,
    Isolation isolation,
    List<String> schemas,
    Optional<String> tenantColumn,
    Map<String, String> tenantColumns,
    Map<String, String> predicates,
    Optional<String> tenantRole,
    Map<String, String> roleMap,
    List<String> referenceTables,
    List<String> sharedTables,
    List<String> excludedTables,
    List<ObjectReference> objectReferences,
    int sequenceHeadroom)
    implements CellPart {
  public static final String KIND = "postgres";

  public PostgresCell {
    schemas = List.copyOf(schemas);
    tenantColumns = Map.copyOf(tenantColumns);
    predicates = Map.copyOf(predicates);
    roleMap = Map.copyOf(roleMap);
    referenceTables = List.copyOf(referenceTables);
    sharedTables = List.copyOf(sharedTables);
    excludedTables = List.copyOf(excludedTables);
    objectReferences = List.copyOf(objectReferences);
    if (sequenceHeadroom < 0) {
      throw new IllegalArgumentException(
          "sequence-headroom must be 0 or more, got " + sequenceHeadroom);
    }
  }

  /** A cell whose rows refer to no objects, and whose sequences go on where they stood. */
  public PostgresCell(
      Settings.Database database,
      Isolation isolation,
      List<String> schemas,
      Optional<String> tenantColumn,
      Map<String, String> tenantColumns,
      Map<String, String> predicates,
      Optional<String> tenantRole,
      Map<String, String> roleMap,
      List<String> referenceTables,
      List<String> excludedTables) {
    this(
        database,
        isolation,
        schemas,
        tenantColumn,
        tenantColumns,
        predicates,
        tenantRole,
        roleMap,
        referenceTables,
        List.of(),
        excludedTables,
        List.of(),
        0);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Stream<String> secrets() {
    return Stream.of(database.password());
  }

  @Override
  public boolean severalTenants() {
    return isolation != Isolation.DATABASE;
  }

  /** The same with the rules of a cell that tenants share for whose a row is. */
  public PostgresCell tellingRowsAs(PostgresCell shared) {
    return new PostgresCell(
        database,
        shared.isolation,
        schemas,
        shared.tenantColumn,
        shared.tenantColumns,
        shared.predicates,
        tenantRole,
        roleMap,
        shared.referenceTables,
        shared.sharedTables,
        excludedTables,
        objectReferences,
        sequenceHeadroom);
  }

  /** The same with columns that hold references to objects. */
  public PostgresCell referringTo(List<ObjectReference> references) {
    return new PostgresCell(
        database,
        isolation,
        schemas,
        tenantColumn,
        tenantColumns,
        predicates,
        tenantRole,
        roleMap,
        referenceTables,
        sharedTables,
        excludedTables,
        references,
        sequenceHeadroom);
  }

  /** The same with tables whose rows tenants share. */
  public PostgresCell sharing(List<String> tables) {
    return new PostgresCell(
        database,
        isolation,
        schemas,
        tenantColumn,
        tenantColumns,
        predicates,
        tenantRole,
        roleMap,
        referenceTables,
        tables,
        excludedTables,
        objectReferences,
        sequenceHeadroom);
  }
}
