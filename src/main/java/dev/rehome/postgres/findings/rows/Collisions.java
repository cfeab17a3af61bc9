package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keys of the tenant that a neighbour in the target has already. The source's are read in batches
 * and looked for by the target's own index, so that neither side's catalog is touched and the
 * memory is a batch. What neighbours write later is found by the copy, which then undoes the move.
 */
public final class Collisions implements Look.Question {
  private static final int BATCH_ROWS = 1_000;
  private static final int EXAMPLES_MAX = 3;

  /** What was found of one key. */
  private static final class Found {
    private long count;
    private final List<String> examples = new ArrayList<>();

    private void add(String key) {
      count++;
      if (examples.size() < EXAMPLES_MAX) {
        examples.add(key);
      }
    }
  }

  @Override
  public List<Finding> ask(Look look) {
    if (!look.target().shared() || look.move().options().mirrored()) {
      return List.of();
    }
    Map<String, ScopedTable> tables =
        look.scope().tables().stream()
            .filter(table -> !(table.reach() instanceof Reach.Reference))
            .filter(table -> look.targetTables().table(table.target()).isPresent())
            .filter(table -> !look.unreadable().contains(table.source()))
            .collect(Collectors.toMap(table -> table.target().sql(), Function.identity()));
    return both(
        look,
        (source, target) -> {
          List<Finding> findings = new ArrayList<>();
          for (UniqueKey key : UniqueKey.read(target, List.copyOf(tables.keySet()))) {
            ScopedTable table = tables.get(key.table().sql());
            if (table.reach() instanceof Reach.Shared) {
              // the row itself may be there, and then is compared
              if (!key.of(table.key())) {
                ask(look, source, target, table, key.ofAnotherRow(table.key()), findings);
              }
            } else if (!key.holdsTenant(table.reach())) {
              ask(look, source, target, table, key, findings);
            }
          }
          return findings;
        });
  }

  /** What is asked of both sides at once. */
  private interface Asking {
    List<Finding> ask(Connection source, Connection target) throws SQLException;
  }

  private static List<Finding> both(Look look, Asking asking) {
    return in(
        look.source(),
        SearchPath.source(look.scope()),
        source ->
            in(
                look.target(),
                SearchPath.target(look.scope()),
                target -> asking.ask(source, target)));
  }

  private static List<Finding> in(
      PostgresSide side, List<String> path, PostgresSide.Work<List<Finding>> work) {
    return side.transaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
          }
          SearchPath.set(connection, path);
          return work.run(connection);
        });
  }

  private static void ask(
      Look look,
      Connection source,
      Connection target,
      ScopedTable table,
      UniqueKey key,
      List<Finding> findings)
      throws SQLException {
    if (!key.comparable()) {
      findings.add(uncompared(look, key, "it belongs to a partition alone, or its type is hidden"));
      return;
    }
    Savepoint there = source.setSavepoint();
    Savepoint here = target.setSavepoint();
    try {
      Found found = found(look, source, target, table, key);
      if (found.count > 0) {
        findings.add(
            look.blocking(
                    look.target(),
                    "%s, key %s".formatted(key.table(), key.name()),
                    "neighbours have values of it already that the tenant's rows have",
                    "give these rows other keys at one of the cells, or move the tenant to a cell"
                        + " of its own")
                .rows(
                    found.count,
                    found.examples.stream().map(one -> "(" + one + ")").toList(),
                    key.shown(table, found.examples)));
      }
    } catch (SQLException e) {
      source.rollback(there);
      target.rollback(here);
      findings.add(uncompared(look, key, Faults.words(e)));
    }
  }

  private static Finding uncompared(Look look, UniqueKey key, String why) {
    return look.note(
        look.target(),
        "%s, key %s".formatted(key.table(), key.name()),
        "whether neighbours have values of it that the tenant's rows have cannot be compared: "
            + why,
        "look yourself; if they have, the copy fails and the move is undone");
  }

  private static Found found(
      Look look, Connection source, Connection target, ScopedTable table, UniqueKey key)
      throws SQLException {
    Found found = new Found();
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(BATCH_ROWS);
      try (ResultSet row = statement.executeQuery(key.ofTenant(table, look.move().tenant().id()))) {
        String tenantId = look.move().tenant().id();
        // what the tenant has left there goes before
        String except = look.left().isPresent() ? table.reach().where(tenantId) : "false";
        List<List<String>> batch = new ArrayList<>();
        boolean more = row.next();
        while (more) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= key.parts().size(); i++) {
            values.add(row.getString(i));
          }
          batch.add(values);
          more = row.next();
          if (!more || batch.size() == BATCH_ROWS) {
            taken(target, key.taken(table, batch, except), found);
            batch.clear();
          }
        }
      }
    }
    return found;
  }

  private static void taken(Connection target, String question, Found found) throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question)) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
    }
  }
}
