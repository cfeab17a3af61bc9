package dev.rehome.model;

/**
 * One run that relocates one tenant, as its lease holder sees it.
 *
 * @param id e.g. {@code m1}; unique in the control store
 * @param job the id of the job that asked for it
 * @param source the cell that serves the tenant before the move
 * @param target the cell that shall serve it
 * @param epoch the fencing token of the lease under which this record was read, at least 1
 * @param position the last journal record
 */
public record Move(
    String id,
    String job,
    Tenant tenant,
    String source,
    String target,
    Options options,
    long epoch,
    Position position) {
  public Move {
    Rules.notBlank("move id", id);
    Rules.notBlank("job id", job);
    Rules.notNull("tenant", tenant);
    Rules.notBlank("source", source);
    Rules.notBlank("target", target);
    Rules.notNull("options", options);
    Rules.atLeast("epoch", 1, epoch);
    Rules.notNull("position", position);
  }

  /**
   * The {@code application_name} of every database session that this worker opens for this move.
   */
  public String applicationName() {
    return "rehome/" + id + "/" + epoch;
  }

  /** What the application names of all workers of this move begin with. */
  public String applicationPrefix() {
    return "rehome/" + id + "/";
  }

  public Move at(Position newPosition) {
    return new Move(id, job, tenant, source, target, options, epoch, newPosition);
  }

  public Move withEpoch(long newEpoch) {
    return new Move(id, job, tenant, source, target, options, newEpoch, position);
  }

  @Override
  public String toString() {
    return "move " + id + " (" + tenant.name() + ", " + source + " to " + target + ")";
  }
}
