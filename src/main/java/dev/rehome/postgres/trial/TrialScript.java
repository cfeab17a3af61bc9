package dev.rehome.postgres.trial;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.schema.apply.SchemaChunks;
import dev.rehome.postgres.schema.apply.SchemaScript;
import dev.rehome.postgres.schema.rights.Carried;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import dev.rehome.postgres.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements of a move's chunks in the order of a trial.
 *
 * @param beforeRows schemas, types, tables and their indexes
 * @param afterRows what fires or is looked at when rows are written, but for foreign keys
 * @param last foreign keys, and what comes after them
 * @param leftOut foreign keys to tables that were there before, which would be locked for writers
 * @param made kind and identity of what the move will have on record, as parity asks
 */
record TrialScript(
    List<SqlStatement> beforeRows,
    List<SqlStatement> afterRows,
    List<SqlStatement> last,
    List<SqlStatement> leftOut,
    Set<String> made) {
  /** Reads what of the foreign keys' tables is there already. */
  static TrialScript of(Connection target, List<Chunk> chunks) throws SQLException {
    List<SqlStatement> beforeRows = new ArrayList<>();
    List<SqlStatement> afterRows = new ArrayList<>();
    List<SqlStatement> last = new ArrayList<>();
    List<SqlStatement> leftOut = new ArrayList<>();
    Set<String> made = new HashSet<>();
    for (Chunk chunk : chunks) {
      SchemaScript told = new SchemaScript(chunk);
      List<SqlStatement> script = told.statements();
      if (!chunk.id().equals(SchemaChunks.POST_DATA)) {
        beforeRows.addAll(script);
        for (Carried one : told.carried()) {
          beforeRows.add(SqlStatement.of(one.give()));
          made.add(one.address());
        }
        told.usages()
            .forEach(
                usage ->
                    beforeRows.add(
                        SqlStatement.of(
                            "GRANT %s TO %s".formatted(usage.right(), Sql.name(usage.role())))));
        continue;
      }
      // pg_dump puts foreign keys after triggers, and policies last
      int first = 0;
      while (first < script.size() && !foreignKey(script.get(first))) {
        first++;
      }
      afterRows.addAll(script.subList(0, first));
      for (SqlStatement statement : script.subList(first, script.size())) {
        boolean locks = foreignKey(statement) && there(target, statement);
        (locks ? leftOut : last).add(statement);
      }
      last.addAll(told.refreshes());
    }
    for (SqlStatement statement : beforeRows) {
      if (statement.begins("create", "schema")) {
        made.add("schema " + statement.tokens().get(2).name());
      }
    }
    return new TrialScript(beforeRows, afterRows, last, leftOut, made);
  }

  private static boolean foreignKey(SqlStatement statement) {
    return statement.begins("alter", "table") && statement.find("foreign", "key") > 0;
  }

  /** Asked before anything is made. */
  private static boolean there(Connection target, SqlStatement foreignKey) throws SQLException {
    String table =
        foreignKey.nameAt(foreignKey.find("references") + 1).stream()
            .map(Sql::name)
            .collect(Collectors.joining("."));
    return Rows.truth(target, "SELECT pg_catalog.to_regclass(?) IS NOT NULL", table);
  }

  /** Whether a schema could not be made, without which all the rest fails for nothing else. */
  boolean lacksSchema(List<FailedStatement> failed) {
    return failed.stream().anyMatch(one -> one.statement().begins("create", "schema"));
  }

  /** The constraint that a statement left out would have made. */
  static String constraint(SqlStatement foreignKey) {
    return foreignKey.tokens().get(foreignKey.find("add", "constraint") + 2).name();
  }
}
