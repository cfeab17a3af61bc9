package dev.rehome.postgres.guard;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What would keep the fence from closing, or from being tight. Reads only. */
public final class GuardProblems {
  private final PostgresSide source;
  private final PostgresSide target;
  private final Move move;
  private final Scope scope;
  private final List<Finding> findings = new ArrayList<>();

  private GuardProblems(PostgresCells cells, Move move, Scope scope) {
    this.source = cells.source(move);
    this.target = cells.target(move);
    this.move = move;
    this.scope = scope;
  }

  /** All findings, the source's first. */
  public static List<Finding> of(PostgresCells cells, Move move, Scope scope) {
    GuardProblems problems = new GuardProblems(cells, move, scope);
    problems.source.with(problems::ofSource);
    problems.findings.addAll(
        PredicateForm.find(problems.source, scope.atSource(), move.tenant().id()));
    problems.target.with(
        connection -> {
          problems.rights(connection, problems.target);
          problems.guards(connection, problems.target, GuardSide.TARGET);
          return !problems.target.shared() || problems.ofLiveTarget(connection);
        });
    return List.copyOf(problems.findings);
  }

  private boolean ofSource(Connection connection) throws SQLException {
    rights(connection, source);
    guards(connection, source, GuardSide.SOURCE);
    Scope fenced = scope.atSource();
    tables(connection, source, fenced, fenced.tables().stream().flatMap(GuardProblems::leaves));
    if (predicates(fenced)) {
      ask(connection, GuardQuestions.STATS.formatted(mover(source)));
    }
    Optional<String> role = TenantLogin.role(source, move);
    if (role.isPresent()) {
      ask(
          connection,
          GuardQuestions.TENANT_ROLE.formatted(
              Sql.literal(role.get()), Sql.name(role.get()), mover(source)));
    }
    return true;
  }

  /** Neighbours write to its tables while the guard's triggers go up, as at the source. */
  private boolean ofLiveTarget(Connection connection) throws SQLException {
    List<TableName> names = new ArrayList<>();
    for (ScopedTable table : scope.tables()) {
      if (table.reach().fenced()) {
        names.addAll(LeafCatalog.tree(connection, table.target()));
      }
    }
    tables(connection, target, scope, names.stream());
    findings.addAll(PredicateForm.ofTarget(target, scope, move.tenant().id()));
    return true;
  }

  private void tables(
      Connection connection, PostgresSide side, Scope fenced, Stream<TableName> names)
      throws SQLException {
    String tables = tables(names);
    if (!tables.isEmpty()) {
      String cell = side.cell();
      ask(connection, cell, GuardQuestions.NOT_OWNED.formatted(tables, mover(side)));
      ask(connection, cell, GuardQuestions.FOREIGN_CHILDREN.formatted(tables));
      ask(connection, cell, GuardQuestions.SUBSCRIBED.formatted(tables));
      ask(connection, cell, GuardQuestions.PREPARED.formatted(predicates(fenced), tables));
    }
    if (predicates(fenced)) {
      ask(connection, side.cell(), GuardQuestions.ROW_SECURITY.formatted(mover(side)));
    }
  }

  private void rights(Connection connection, PostgresSide side) throws SQLException {
    ask(connection, side.cell(), GuardQuestions.CREATE_SCHEMA.formatted(mover(side)));
    ask(connection, side.cell(), GuardQuestions.SCHEMA_OF_ANOTHER.formatted(mover(side)));
  }

  /** A guard that another move holds; one that was lifted or is of a tenant's return is none. */
  private void guards(Connection connection, PostgresSide side, GuardSide place)
      throws SQLException {
    if (!Bookkeeping.exists(connection)) {
      return;
    }
    String id = Sql.literal(move.tenant().id());
    ask(
        connection,
        side.cell(),
        GuardQuestions.GUARDED.formatted(id, Sql.literal(place.label()), Sql.literal(move.id())));
  }

  private void ask(Connection connection, String question) throws SQLException {
    ask(connection, source.cell(), question);
  }

  private void ask(Connection connection, String cell, String question) throws SQLException {
    findings.addAll(
        JdbcForms.rows(
            connection,
            question,
            row ->
                finding(
                    row.getBoolean(1),
                    cell,
                    row.getString(2),
                    row.getString(3),
                    row.getString(4))));
  }

  /** A remedy that is a statement is told with the cell to run it at, for plans to print. */
  private static Finding finding(
      boolean blocks, String cell, String subject, String problem, String remedy) {
    boolean statement = remedy.startsWith("GRANT ") || remedy.startsWith("ALTER ");
    return Finding.of(
            blocks,
            PostgresSide.COMPONENT,
            subject,
            problem,
            statement ? Finding.runAt(cell) : remedy)
        .in(cell)
        .ready(statement ? remedy + ";" : "");
  }

  private static String mover(PostgresSide side) {
    return Sql.name(side.settings().database().user()).replace("'", "''");
  }

  private static boolean predicates(Scope fenced) {
    return fenced.tables().stream().anyMatch(table -> table.reach() instanceof Reach.ByPredicate);
  }

  private static Stream<TableName> leaves(ScopedTable table) {
    return table.reach().fenced()
        ? table.leaves().stream().map(ScopedTable.Leaf::name)
        : Stream.of();
  }

  /** The object ids of all that is to carry triggers, as a list of SQL expressions. */
  private static String tables(Stream<TableName> names) {
    return names
        .map(name -> "to_regclass(" + Sql.literal(name.sql()) + ")")
        .collect(Collectors.joining(", "));
  }
}
