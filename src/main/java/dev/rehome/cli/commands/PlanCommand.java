package dev.rehome.cli.commands;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Foretold;
import dev.rehome.cli.show.Plans;
import dev.rehome.cli.show.Texts;
import dev.rehome.cli.show.Word;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Discover;
import dev.rehome.cli.work.JobObjection;
import dev.rehome.cli.work.MoveRequest;
import dev.rehome.cli.work.TenantMeant;
import dev.rehome.journal.ControlStore;
import dev.rehome.model.Finding;
import dev.rehome.model.Job;
import dev.rehome.model.Move;
import dev.rehome.model.Reason;
import dev.rehome.pipeline.Wiring;
import dev.rehome.settings.Settings;
import dev.rehome.store.Proposal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a move would find and have to do. Changes nothing, registers nothing. */
@Command(name = "plan", description = "findings and an estimate of a move; changes nothing")
public final class PlanCommand implements Callable<Integer> {
  @Mixin private Common common;
  @Mixin private MoveRequest request;
  @Mixin private Discover discover;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    Job job = request.job(common.parser(settings));
    Move move = Move.asked("plan-" + UUID.randomUUID().toString().substring(0, 8), job);
    try (Wiring wiring =
        Assembly.wire(
            common.kinds(), settings, ControlStore.open(settings.control()), Optional.empty())) {
      if (discover.asked()) {
        return discovered(wiring, move);
      }
      int limit = job.options().pauseMaxSeconds().orElse(settings.limits().pauseMaxSeconds());
      TenantMeant meant = TenantMeant.of(wiring.history(), job);
      List<Finding> findings =
          new ArrayList<>(JobObjection.objections(wiring.control(), wiring.history(), job));
      if (servedElsewhere(wiring, job)) {
        common.output().say(meant.text());
        // what the cells hold says nothing then: the target may be the one that serves
        return said(meant, new Plans(job, findings, List.of(), "it would be refused", limit));
      }
      meant = meant.holding(wiring.preflight().rowsHeld(move));
      common.output().say(meant.text());
      findings.addAll(wiring.preflight().findAll(move));
      List<Foretold> estimate = List.of();
      String why = "";
      try {
        estimate = estimate(wiring, move);
      } catch (RuntimeException e) {
        why = Reason.of(e);
      }
      Plans plan = new Plans(job, findings, estimate, why, limit);
      if (plan.pause().toSeconds() > limit) {
        findings.add(tooLong(plan.pause(), limit));
      }
      return said(meant, plan);
    }
  }

  private int discovered(Wiring wiring, Move move) {
    List<Proposal> proposals =
        wiring.components().of(move).stream()
            .flatMap(component -> component.discover(move).stream())
            .toList();
    if (proposals.isEmpty()) {
      throw new BadRequest(
          "--discover: no store of %s tells tenants apart row by row; there is nothing to discover"
              .formatted(move.source()));
    }
    proposals.forEach(proposal -> discover.tell(proposal, common.output()));
    return 0;
  }

  private static boolean servedElsewhere(Wiring wiring, Job job) {
    return wiring
        .history()
        .placement(job.tenant().name())
        .filter(cell -> !cell.equals(job.from()))
        .isPresent();
  }

  private int said(TenantMeant meant, Plans plan) {
    if (common.output().json()) {
      Map<String, Object> map = plan.map();
      map.putAll(meant.map());
      common.output().object(map);
    } else {
      common.output().say(plan.text());
    }
    return plan.clean() ? 0 : Word.REFUSED.status();
  }

  private List<Foretold> estimate(Wiring wiring, Move move) {
    return wiring.components().of(move).stream()
        .map(
            component ->
                new Foretold(
                    component.name(),
                    common.kinds().unit(component.name()),
                    component.estimator().estimate(move)))
        .toList();
  }

  private static Finding tooLong(Duration pause, int limit) {
    return Finding.note(
        "rehome",
        "write pause",
        "may take %s, the limit is %d s (pause-max-seconds); a move that passes it is undone"
            .formatted(Texts.duration(pause), limit),
        "raise --pause-max-seconds, or rehome.pause-max-seconds");
  }
}
