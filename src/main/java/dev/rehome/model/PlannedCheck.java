package dev.rehome.model;

/**
 * A check that must have passed, at the epoch of the cutover, before the cutover.
 *
 * @param name e.g. {@code rows}, {@code keys}, {@code digest}, {@code sequences}, {@code schema}
 * @param subject what it looks at, e.g. {@code public.orders}
 * @param batch what one look answers as well as many: checks of the same batch are made together;
 *     empty for one that is made alone
 */
public record PlannedCheck(String component, String name, String subject, String batch) {
  public PlannedCheck {
    Rules.notBlank("component", component);
    Rules.notBlank("check name", name);
    Rules.notBlank("check subject", subject);
    Rules.notNull("batch", batch);
  }

  /** One that is made alone. */
  public PlannedCheck(String component, String name, String subject) {
    this(component, name, subject, "");
  }
}
