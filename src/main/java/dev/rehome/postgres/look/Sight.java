package dev.rehome.postgres.look;

import dev.rehome.patience.Patience;
import dev.rehome.postgres.look.TableFacts.Facts;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.PostgresSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The tables of a move in one cell, and who holds any of them. The tables are read first: a
 * transaction that wrote past the guard has its triggers off, or holds the table since, or has
 * committed.
 *
 * @param holders as sentences; empty when what is in the tables is all there is
 */
record Sight(String cell, Map<String, Facts> tables, List<String> holders) {
  /** A statement that changes a table is short, or it would hold up everybody; so is this. */
  private static final Duration MOST = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** The tables as a side names them; waits a little while for holders to end. */
  static Sight of(PostgresSide side, Scope scope, Function<ScopedTable, TableName> name) {
    Patience patience = new Patience(Patience.STEADY, MOST, PAUSE, "a table was held by somebody");
    while (true) {
      Sight sight = side.with(connection -> read(side.cell(), connection, scope, name));
      if (sight.holders().isEmpty() || !patience.again()) {
        return sight;
      }
    }
  }

  private static Sight read(
      String cell, Connection connection, Scope scope, Function<ScopedTable, TableName> name)
      throws SQLException {
    Map<String, Facts> tables = TableFacts.read(connection, scope.tables(), name);
    return new Sight(cell, tables, TableHolders.find(connection, cell, facts(tables)));
  }

  Map<String, Map<String, String>> facts() {
    return facts(tables);
  }

  private static Map<String, Map<String, String>> facts(Map<String, Facts> tables) {
    Map<String, Map<String, String>> facts = new TreeMap<>();
    tables.forEach((name, table) -> facts.put(name, table.facts()));
    return facts;
  }

  /** Tables that are to have the guard's triggers and have not all of them, with what they have. */
  List<String> unguarded() {
    return tables.entrySet().stream()
        .filter(table -> table.getValue().fenced() && !table.getValue().guarded())
        .map(
            table ->
                "%s (%s)".formatted(table.getKey(), table.getValue().facts().get(TableFacts.GUARD)))
        .toList();
  }
}
