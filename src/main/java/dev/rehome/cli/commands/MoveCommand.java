package dev.rehome.cli.commands;

import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Errand;
import dev.rehome.cli.work.MoveRequest;
import dev.rehome.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One move, from the request to its end. */
@Command(name = "move", description = "moves a tenant from one cell to another")
public final class MoveCommand implements Callable<Integer> {
  @Mixin private Common common;
  @Mixin private MoveRequest request;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    return Errand.run(common, settings, request.job(common.parser(settings)));
  }
}
