package dev.rehome.model;

/** What a check saw on both sides. The values are for people: short, and never a tenant's data. */
public record Verdict(PlannedCheck check, boolean passed, String sourceValue, String targetValue) {
  public Verdict {
    Rules.notNull("check", check);
    Rules.notNull("source value", sourceValue);
    Rules.notNull("target value", targetValue);
  }
}
