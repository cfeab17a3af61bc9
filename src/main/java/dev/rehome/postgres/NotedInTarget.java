package dev.rehome.postgres;

import dev.rehome.model.Move;
import dev.rehome.postgres.copy.References;
import dev.rehome.postgres.copy.ReferencesAgain;
import dev.rehome.postgres.copy.finish.Finish;
import dev.rehome.postgres.copy.finish.Raise;
import dev.rehome.postgres.copy.ledger.Ledger;
import dev.rehome.postgres.proof.PostgresProof;
import dev.rehome.postgres.side.Detail;
import dev.rehome.postgres.side.PostgresCells;
import java.util.List;
import java.util.Map;

/** What chunks left in their receipts for the proof; the last that looked counts. */
record NotedInTarget(PostgresCells cells, Ledger ledger) implements PostgresProof.Noted {
  /** The check, and what was noted of reference tables and shared ones. */
  private static final String REFERENCES = "references";

  Map<String, String> ofReferences(Move move) {
    return of(move, REFERENCES);
  }

  @Override
  public Map<String, String> of(Move move, String check) {
    List<String> chunks =
        check.equals(REFERENCES)
            ? List.of(ReferencesAgain.ID, References.ID)
            : List.of(cells.target(move).shared() ? Raise.ID : Finish.ID);
    return chunks.stream()
        .flatMap(chunk -> ledger.detail(move, chunk).stream())
        .findFirst()
        .map(Detail::read)
        .orElse(Map.of());
  }
}
