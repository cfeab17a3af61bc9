package dev.rehome.cli.commands;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Texts;
import dev.rehome.cli.show.Word;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Interrupts;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.purge.PurgeRow;
import dev.rehome.model.Finding;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Watch;
import dev.rehome.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes what verified moves of a tenant left at their sources. */
@Command(
    name = "purge",
    description = "deletes the tenant's rows at the cells that it has left by verified moves")
public final class PurgeCommand implements Callable<Integer> {
  @Mixin private Common common;

  @Parameters(paramLabel = "TENANT", description = "the tenant's name")
  private String tenant;

  @Option(
      names = "--cell",
      paramLabel = "CELL",
      description = "only this one of the cells that the tenant has left")
  private String cell;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    Output output = common.output();
    Lines lines = new Lines(output);
    Interrupts interrupts =
        Interrupts.listen(
            this::leaveAtOnce,
            () -> output.complain("SIGTERM: the purge is left at its batch's end"));
    lines.interrupts = interrupts;
    try (ControlStore control = ControlStore.open(settings.control());
        Assembly.Purging purging = Assembly.purging(common.kinds(), settings, control)) {
      Purged purged = purging.purger().purge(tenant, Optional.ofNullable(cell), lines);
      purged.findings().forEach(finding -> output.say(finding.line()));
      return output.end(ending(purged));
    }
  }

  private void leaveAtOnce() {
    Ending left = Ending.stopped("the purge of " + tenant + " is left as it is; the next goes on");
    Runtime.getRuntime().halt(common.output().end(left));
  }

  private Ending ending(Purged purged) {
    Word word =
        switch (purged.ending()) {
          case PURGED -> Word.PURGED;
          case REFUSED -> Word.REFUSED;
          case STOPPED -> Word.STOPPED;
        };
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("tenant", tenant);
    facts.put("purges", purged.rows().stream().map(PurgeCommand::map).toList());
    facts.put("findings", purged.findings().stream().map(Finding::line).toList());
    return new Ending(word, purged.sentence(), facts);
  }

  /** For {@code --json}. */
  static Map<String, Object> map(PurgeRow row) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("purge", row.purge());
    map.put("move", row.move());
    map.put("database", row.cell());
    map.put("state", row.state());
    map.put("rows", row.rowsFound());
    map.put("deleted", row.rowsDeleted());
    map.put("seconds", Duration.between(row.begunAt(), row.changedAt()).toMillis() / 1000.0);
    map.put("message", row.message());
    return map;
  }

  /** A line at every beginning, and one every few seconds. */
  private static final class Lines implements Watch {
    private static final long PAUSE = Duration.ofSeconds(2).toNanos();

    private final Output output;
    private Interrupts interrupts;
    private long at;

    Lines(Output output) {
      this.output = output;
      this.at = System.nanoTime() - PAUSE;
    }

    @Override
    public void begins(String purge, String cell, String move, long rows) {
      output.say(
          "purge %s of %s, which move %s has left: %s"
              .formatted(purge, cell, move, Texts.counted(rows, "row")));
    }

    @Override
    public void follows(PurgeRow row) {
      if (due()) {
        output.say(
            "%s is being worked on by %s: %s of %s rows"
                .formatted(
                    row,
                    row.owner(),
                    Texts.count(row.rowsDeleted()),
                    Texts.count(row.rowsFound())));
      }
    }

    @Override
    public void deleted(long rows, long of) {
      if (due() || rows == of) {
        output.say("  %s of %s".formatted(Texts.count(rows), Texts.counted(of, "row")));
      }
    }

    @Override
    public boolean leaves() {
      return interrupts.pressed() || interrupts.terminated();
    }

    private boolean due() {
      boolean due = System.nanoTime() - at > PAUSE;
      if (due) {
        at = System.nanoTime();
      }
      return due;
    }
  }
}
