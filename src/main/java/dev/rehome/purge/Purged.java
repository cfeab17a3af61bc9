package dev.rehome.purge;

import dev.rehome.journal.purge.PurgeRow;
import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import java.util.List;

/**
 * How a purge ended.
 *
 * @param rows the purges that this call has brought to their end
 * @param findings what it was refused for, or what there is to know of what was deleted
 */
public record Purged(Ending ending, String sentence, List<PurgeRow> rows, List<Finding> findings) {
  public Purged {
    rows = List.copyOf(rows);
    findings = Findings.grouped(findings);
  }

  /** The ways to end. */
  public enum Ending {
    /** Nothing of the tenant is left at the cells that it has left. */
    PURGED,
    /** It may not be; a purge that had deleted nothing changed nothing. */
    REFUSED,
    /** It was left in the middle; the next call goes on. */
    STOPPED
  }
}
