package dev.rehome.model;

/**
 * A check that must have passed, at the epoch of the cutover, before the cutover.
 *
 * @param name e.g. {@code rows}, {@code keys}, {@code digest}, {@code sequences}, {@code schema}
 * @param subject what it looks at, e.g. {@code public.orders}
 */
public record PlannedCheck(String component, String name, String subject) {
  public PlannedCheck {
    Rules.notBlank("component", component);
    Rules.notBlank("check name", name);
    Rules.notBlank("check subject", subject);
  }
}
