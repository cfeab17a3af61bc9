package dev.rehome.postgres;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.scope.Scope;
import java.util.List;

/** How a move looks at both catalogs. */
public interface Inspection {
  /** What the move takes; reads the source. */
  Scope scope(Move move);

  /** Everything that could stop the move. */
  List<Finding> problems(Move move);

  /** The checks of the schema. */
  List<PlannedCheck> checks(Scope scope);

  /** The verdict on one of them. */
  Verdict check(Move move, Scope scope, PlannedCheck check);
}
