package dev.rehome.text;

import java.util.List;

/** The text is no acceptable YAML or JSON; each fault begins with its place. */
public final class TreeFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> faults;

  TreeFault(List<String> faults) {
    super(String.join("\n", faults));
    this.faults = List.copyOf(faults);
  }

  /** At least one. */
  public List<String> faults() {
    return faults;
  }
}
