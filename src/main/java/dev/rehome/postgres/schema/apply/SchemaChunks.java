package dev.rehome.postgres.schema.apply;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.postgres.schema.dump.CalledFunctions;
import dev.rehome.postgres.schema.dump.Casts;
import dev.rehome.postgres.schema.dump.DumpRewriter;
import dev.rehome.postgres.schema.dump.IndexStatements;
import dev.rehome.postgres.schema.dump.SchemaDump;
import dev.rehome.postgres.schema.dump.SchemaText;
import dev.rehome.postgres.schema.dump.SourceNames;
import dev.rehome.postgres.schema.dump.SourceSchema;
import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.schema.rights.SchemaUsage;
import dev.rehome.postgres.schema.rights.TargetRoles;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.scope.TargetTables;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.SqlStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a move makes the target's schema. For a target that lacks the tables: {@code
 * schema/pre-data} in wave 0, {@code indexes/TABLE} in wave 2 (rows are wave 1), {@code
 * schema/post-data} in wave 3. For a target that has them: {@code schema/quiet} in wave 0 and
 * {@code schema/loud} in wave 3. For a target that others share: nothing, its schema is theirs too.
 */
public final class SchemaChunks {
  /** The key of a chunk's statements: a script that {@link SqlStatement#split} reads. */
  static final String SCRIPT = "script";

  /**
   * The keys of what {@code schema/quiet} and {@code schema/loud} are about, separated by {@link
   * Carried#SEPARATOR}.
   */
  static final String TABLES = "tables";

  static final String REFRESH = "refresh";

  /** Schemas, and in the same order the roles that are to have USAGE on them. */
  static final String USED = "used-schemas";

  static final String USERS = "schema-users";

  /** The search path under which the script runs; without it, an empty one. */
  static final String PATH = "search-path";

  /** What {@link Carried} has to give. */
  static final String CARRIED = "carried";

  private SchemaChunks() {}

  private static final String INDEXES = "indexes/";

  /** The id of the chunk of what comes after the rows, and stands on no single table. */
  public static final String POST_DATA = "schema/post-data";

  /** The id of the chunk that only a target with tables of its own has. */
  public static final String QUIET = "schema/quiet";

  /** Whether a chunk of this id is ours, for {@link SchemaApplier}. */
  public static boolean has(Chunk chunk) {
    return chunk.id().startsWith("schema/") || chunk.id().startsWith("indexes/");
  }

  /**
   * Whether a chunk may be done before there are rows: it makes what they need, or indexes of
   * tables in which there will be few.
   *
   * @param small by their names at the target
   */
  public static boolean needsNoRows(Chunk chunk, Set<TableName> small) {
    return chunk.wave() == 0
        || small.stream().anyMatch(table -> chunk.id().equals(INDEXES + table));
  }

  /** Reads both catalogs and, for a target without the tables, runs pg_dump; changes nothing. */
  public static List<Chunk> plan(PostgresSide source, PostgresSide target, Move move, Scope scope) {
    return plan(source, target, move, scope, new SourceSchema(source, move, scope));
  }

  /** The same, with what pg_dump told already, or will. */
  public static List<Chunk> plan(
      PostgresSide source, PostgresSide target, Move move, Scope scope, SourceSchema schema) {
    if (target.shared()) {
      return List.of();
    }
    List<TableName> refresh = refresh(source, scope);
    if (target.with(connection -> TargetTables.read(connection, scope)).present()) {
      String tables = joined(scope.tables().stream().map(ScopedTable::target).toList());
      return List.of(
          new Chunk(move.id(), PostgresSide.COMPONENT, "schema/quiet", 0, Map.of(TABLES, tables)),
          new Chunk(
              move.id(),
              PostgresSide.COMPONENT,
              "schema/loud",
              3,
              Map.of(TABLES, tables, REFRESH, joined(refresh))));
    }
    SchemaDump dump = schema.dump();
    List<String> schemas = scope.schemas().stream().map(SchemaPair::target).toList();
    TargetRoles roles =
        target.with(
            connection -> TargetRoles.read(connection, source.settings().roleMap(), schemas));
    SourceNames names = source.with(connection -> SourceNames.read(connection, scope));
    DumpRewriter rewriter = new DumpRewriter(names, roles);
    List<SqlStatement> preData = new ArrayList<>(Foundation.missing(source, target, scope));
    List<SqlStatement> owners = new ArrayList<>();
    List<SqlStatement> dumped =
        source.with(connection -> Casts.among(dump.preData(), connection, scope));
    for (SqlStatement statement : rewritten(dumped, rewriter)) {
      (statement.begins("alter", "schema") ? owners : preData).add(statement);
    }
    // The schemas are the mover's until all else is in them, so that it may grant on them.
    preData.addAll(owners);
    List<SchemaUsage> usages =
        SchemaUsage.missing(source, target, scope, roles).stream()
            .filter(SchemaUsage::possible)
            .toList();
    String carried = Carried.joined(Carried.of(source, target, scope, roles));
    Optional<String> path = source.with(connection -> CalledFunctions.path(connection, schemas));
    return chunks(
            move, scope, preData, usages, carried, rewritten(dump.postData(), rewriter), refresh)
        .stream()
        .map(chunk -> path.map(it -> under(it, chunk)).orElse(chunk))
        .toList();
  }

  private static Chunk under(String path, Chunk chunk) {
    Map<String, String> spec = new HashMap<>(chunk.spec());
    spec.put(PATH, path);
    return new Chunk(
        chunk.move(), chunk.component(), chunk.id(), chunk.phase(), chunk.wave(), spec);
  }

  private static List<SqlStatement> rewritten(List<SqlStatement> dump, DumpRewriter rewriter) {
    return dump.stream().map(rewriter::rewrite).flatMap(Optional::stream).toList();
  }

  private static List<Chunk> chunks(
      Move move,
      Scope scope,
      List<SqlStatement> preData,
      List<SchemaUsage> usages,
      String carried,
      List<SqlStatement> postData,
      List<TableName> refresh) {
    Map<String, String> tables = IndexStatements.tables(scope);
    Map<String, List<SqlStatement>> indexes = new TreeMap<>();
    List<SqlStatement> rest = new ArrayList<>();
    for (SqlStatement statement : postData) {
      String table = IndexStatements.table(statement);
      String chunk = table == null ? null : tables.get(table);
      if (chunk == null) {
        rest.add(statement);
      } else {
        indexes.computeIfAbsent(chunk, key -> new ArrayList<>()).add(statement);
      }
    }
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(
        new Chunk(
            move.id(),
            PostgresSide.COMPONENT,
            "schema/pre-data",
            0,
            Map.of(
                SCRIPT,
                script(preData),
                USED,
                usages.stream()
                    .map(SchemaUsage::schema)
                    .collect(Collectors.joining(Carried.SEPARATOR)),
                USERS,
                usages.stream()
                    .map(SchemaUsage::role)
                    .collect(Collectors.joining(Carried.SEPARATOR)),
                CARRIED,
                carried)));
    indexes.forEach(
        (table, statements) ->
            chunks.add(
                new Chunk(
                    move.id(),
                    PostgresSide.COMPONENT,
                    INDEXES + table,
                    2,
                    Map.of(SCRIPT, script(statements)))));
    chunks.add(
        new Chunk(
            move.id(),
            PostgresSide.COMPONENT,
            POST_DATA,
            3,
            Map.of(SCRIPT, script(rest), REFRESH, joined(refresh))));
    return chunks;
  }

  private static List<TableName> refresh(PostgresSide source, Scope scope) {
    List<String> schemas = scope.schemas().stream().map(SchemaPair::source).toList();
    Map<String, String> names =
        scope.schemas().stream().collect(Collectors.toMap(SchemaPair::source, SchemaPair::target));
    return source.with(
        connection ->
            Rows.of(
                connection,
                SchemaText.POPULATED,
                row -> new TableName(names.get(row.getString(1)), row.getString(2)),
                schemas));
  }

  private static String script(List<SqlStatement> statements) {
    return statements.stream().map(SqlStatement::text).collect(Collectors.joining(";\n"));
  }

  /** Quoted names in one text; {@link Carried#SEPARATOR} keeps a line break in a name. */
  private static String joined(List<TableName> names) {
    return names.stream().map(TableName::sql).collect(Collectors.joining(Carried.SEPARATOR));
  }
}
