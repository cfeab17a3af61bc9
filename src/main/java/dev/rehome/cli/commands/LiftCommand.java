package dev.rehome.cli.commands;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Word;
import dev.rehome.cli.work.Common;
import dev.rehome.journal.ControlStore;
import dev.rehome.purge.Lifter;
import dev.rehome.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes away what refuses a tenant at a cell that it has left. */
@Command(
    name = "lift",
    description = "ends for good the refusal of a tenant's writes at a cell that it has left")
public final class LiftCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Parameters(paramLabel = "TENANT", description = "the tenant's name")
  private String tenant;

  @Option(
      names = "--cell",
      paramLabel = "CELL",
      required = true,
      description = "the cell at which it is refused")
  private String cell;

  @Option(
      names = "--unpurged",
      description = "also where the tenant's rows are still there; what is written to them is lost")
  private boolean unpurged;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    try (ControlStore control = ControlStore.open(settings.control());
        Assembly.Lifting lifting = Assembly.lifting(common.kinds(), settings, control)) {
      Lifter.Lifted lifted = lifting.lifter().lift(tenant, cell, unpurged);
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("tenant", tenant);
      facts.put("database", cell);
      facts.put("removed", lifted.removed());
      return common
          .output()
          .end(new Ending(lifted.refused() ? Word.REFUSED : Word.LIFTED, lifted.sentence(), facts));
    }
  }
}
