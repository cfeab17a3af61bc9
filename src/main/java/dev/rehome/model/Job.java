package dev.rehome.model;

/**
 * The request for a move, as it arrived.
 *
 * @param id answers its recorded outcome for good; never blank
 * @param origin where it came from, e.g. {@code inbox:move.yaml} or {@code command}
 */
public record Job(
    String id, Tenant tenant, String from, String to, Options options, String origin) {
  public Job {
    Rules.notBlank("job id", id);
    Rules.notNull("tenant", tenant);
    Rules.notBlank("from", from);
    Rules.notBlank("to", to);
    Rules.notNull("options", options);
    Rules.notBlank("origin", origin);
  }

  /** The same request, to be rehearsed only. */
  public Job rehearsed() {
    return new Job(id, tenant, from, to, options.rehearsed(), origin);
  }
}
