package dev.rehome.cli.work;

import dev.rehome.cli.show.Outcomes;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.jobs.MistakenId;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Finding;
import dev.rehome.model.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why the control store would not take a job, found without handing it in. */
public final class JobObjection {
  private JobObjection() {}

  public static List<Finding> objections(ControlStore control, History history, Job job) {
    List<Finding> found = new ArrayList<>();
    String tenant = job.tenant().name();
    control
        .call(jdbc -> MistakenId.of(jdbc, job))
        .ifPresent(mistaken -> found.add(finding(tenant, mistaken.problem(), mistaken.remedy())));
    history
        .placement(tenant)
        .filter(cell -> !cell.equals(job.from()))
        .ifPresent(
            cell ->
                found.add(
                    finding(
                        tenant,
                        "is served by %s, not by %s".formatted(cell, job.from()),
                        cell.equals(job.to())
                            ? "nothing is left to be moved"
                            : "say --from " + cell)));
    open(history, tenant)
        .ifPresent(
            move ->
                found.add(
                    finding(
                        tenant,
                        "has an open move, %s from %s to %s"
                            .formatted(move.move(), move.source(), move.target()),
                        "let it end, or rehome rollback " + tenant)));
    return found;
  }

  private static Optional<Moved> open(History history, String tenant) {
    return history.moves(Optional.of(tenant), 1).stream()
        .filter(move -> !Outcomes.decided(move) || move.cleanUp().equals("pending"))
        .findFirst();
  }

  private static Finding finding(String tenant, String problem, String remedy) {
    return Finding.blocking("rehome", "tenant " + tenant, problem, remedy);
  }
}
