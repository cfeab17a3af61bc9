package dev.rehome.settings;

import java.util.List;

/**
 * The settings cannot be used. The message lists every fault on a line of its own: where it is, the
 * key, the value (never a secret's) and what would be right.
 */
public final class SettingsFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> faults;

  public SettingsFault(List<String> faults) {
    super(
        (faults.size() == 1 ? "1 fault" : faults.size() + " faults")
            + " in the settings:\n  "
            + String.join("\n  ", faults));
    this.faults = List.copyOf(faults);
  }

  /** At least one. */
  public List<String> faults() {
    return faults;
  }
}
