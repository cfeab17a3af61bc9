package dev.rehome.inbox;

import java.util.List;

/**
 * A job that cannot be taken. The message lists everything that is wrong with it, each on a line of
 * its own: file, place, key, value, and what would be right.
 */
public final class JobFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> faults;

  JobFault(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** At least one. */
  public List<String> faults() {
    return faults;
  }
}
