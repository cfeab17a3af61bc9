package dev.rehome.cli.commands;

import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Errand;
import dev.rehome.cli.work.MoveRequest;
import dev.rehome.model.Job;
import dev.rehome.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Copies and proves all of a tenant without a fence, discards it, and says how long it took. */
@Command(
    name = "rehearse",
    description = "copies and proves a tenant without a fence, discards it, prints the times")
public final class RehearseCommand implements Callable<Integer> {
  @Mixin private Common common;
  @Mixin private MoveRequest request;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    return Errand.run(common, settings, rehearsed(request.job(common.parser(settings))));
  }

  private static Job rehearsed(Job job) {
    if (job.options().mirrored()) {
      throw new BadRequest(
          "--mirrored: such a move copies nothing, there is nothing to rehearse; leave it out");
    }
    if (job.options().keepSnapshot()) {
      throw new BadRequest("--keep-snapshot: a rehearsal keeps nothing; leave it out");
    }
    return job.rehearsed();
  }
}
