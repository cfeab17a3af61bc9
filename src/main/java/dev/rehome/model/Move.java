package dev.rehome.model;

import java.util.List;

/**
 * One run that relocates one tenant, as its lease holder sees it.
 *
 * @param id e.g. {@code m1}; unique in the control store
 * @param job the id of the job that asked for it
 * @param source the cell that serves the tenant before the move
 * @param target the cell that shall serve it
 * @param epoch the fencing token of the lease under which this record was read, at least 1
 * @param position the last journal record
 * @param components those that PREFLIGHT found to be part of the move, in the order of the drain,
 *     when an older worker recorded it: they outrank this worker's settings. Empty otherwise
 */
public record Move(
    String id,
    String job,
    Tenant tenant,
    String source,
    String target,
    Options options,
    long epoch,
    Position position,
    List<String> components) {
  public Move {
    Rules.notBlank("move id", id);
    Rules.notBlank("job id", job);
    Rules.notNull("tenant", tenant);
    Rules.notBlank("source", source);
    Rules.notBlank("target", target);
    Rules.notNull("options", options);
    Rules.atLeast("epoch", 1, epoch);
    Rules.notNull("position", position);
    components = List.copyOf(components);
  }

  /** One whose components are those of this worker's settings. */
  public Move(
      String id,
      String job,
      Tenant tenant,
      String source,
      String target,
      Options options,
      long epoch,
      Position position) {
    this(id, job, tenant, source, target, options, epoch, position, List.of());
  }

  /** What the job would be: to be looked at, while the control store knows of none. */
  public static Move asked(String id, Job job) {
    Position start =
        new Position(Phase.PREFLIGHT, Mark.INTENT, 1, Status.RUNNING, Position.Undo.NONE);
    return new Move(id, job.id(), job.tenant(), job.from(), job.to(), job.options(), 1, start);
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
    return new Move(id, job, tenant, source, target, options, epoch, newPosition, components);
  }

  public Move withEpoch(long newEpoch) {
    return new Move(id, job, tenant, source, target, options, newEpoch, position, components);
  }

  @Override
  public String toString() {
    return "move " + id + " (" + tenant.name() + ", " + source + " to " + target + ")";
  }
}
