package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.proof.SourceView;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.postgres.side.PostgresSide;

/** A fenced source is seen as it is now, a rehearsal's as it was copied. */
record SeenSource(PostgresCells cells, SourceSnapshot snapshot) implements SourceView {
  @Override
  public <T> T read(Move move, PostgresSide.Work<T> work) {
    return move.options().rehearsal()
        ? snapshot.read(move, work)
        : SourceView.now(cells.source(move), work);
  }
}
