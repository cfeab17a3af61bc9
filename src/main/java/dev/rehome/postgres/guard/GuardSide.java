package dev.rehome.postgres.guard;

import dev.rehome.model.Move;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;
import java.util.Locale;

/** On which side of the move a guard stands. */
enum GuardSide {
  SOURCE {
    @Override
    PostgresSide of(PostgresCells cells, Move move) {
      return cells.source(move);
    }
  },
  TARGET {
    @Override
    PostgresSide of(PostgresCells cells, Move move) {
      return cells.target(move);
    }
  };

  abstract PostgresSide of(PostgresCells cells, Move move);

  /** As the table spells it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
