package dev.rehome.cli.commands;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Terminal;
import dev.rehome.cli.show.Texts;
import dev.rehome.cli.show.Word;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.cli.work.Interrupts;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.purge.PurgeRow;
import dev.rehome.model.Finding;
import dev.rehome.purge.Foreseen;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Watch;
import dev.rehome.settings.Settings;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

  @Option(names = "--dry-run", description = "print what would go, by store; delete nothing")
  private boolean dryRun;

  @Option(names = "--yes", description = "delete without being asked for the tenant's name")
  private boolean yes;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    Output output = common.output();
    Lines lines = new Lines(output, yes);
    Interrupts interrupts =
        Interrupts.listen(
            this::leaveAtOnce,
            () -> output.complain("SIGTERM: the purge is left at its batch's end"));
    lines.interrupts = interrupts;
    try (ControlStore control = ControlStore.open(settings.control());
        Assembly.Purging purging = Assembly.purging(common.kinds(), settings, control)) {
      if (dryRun || !yes) {
        Foreseen foreseen = purging.purger().foresee(tenant, Optional.ofNullable(cell));
        tell(foreseen);
        if (dryRun) {
          return output.end(dry(foreseen));
        }
        if (foreseen.allowed() && !foreseen.cells().isEmpty()) {
          requireConsent();
          lines.agreed.addAll(foreseen.cells().stream().map(PurgeCommand::place).toList());
        }
      }
      Purged purged = purging.purger().purge(tenant, Optional.ofNullable(cell), lines);
      purged.findings().forEach(finding -> output.say(finding.line()));
      return output.end(ending(purged));
    }
  }

  private static String place(Foreseen.OfCell one) {
    return one.cell() + " " + one.move();
  }

  private void tell(Foreseen foreseen) {
    for (Foreseen.OfCell one : foreseen.cells()) {
      common
          .output()
          .say("%s, which move %s has left: %s".formatted(one.cell(), one.move(), one.amounts()));
      one.there()
          .forEach(
              (component, number) ->
                  common
                      .output()
                      .say(
                          "  %s: %s"
                              .formatted(
                                  component,
                                  Texts.counted(number, common.kinds().unit(component).one()))));
      one.findings().forEach(finding -> common.output().say(finding.line()));
    }
  }

  private Ending dry(Foreseen foreseen) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("tenant", tenant);
    facts.put("cells", foreseen.cells().stream().map(PurgeCommand::map).toList());
    String all =
        foreseen.cells().stream()
            .map(one -> one.cell() + ", " + one.amounts())
            .collect(Collectors.joining("; "));
    if (!foreseen.allowed()) {
      String why = foreseen.refusal().orElse("see the findings above");
      return new Ending(Word.REFUSED, tenant + ": nothing would be deleted: " + why, facts);
    }
    return new Ending(
        Word.DRY_RUN,
        tenant
            + (all.isEmpty() ? ": nothing is left to be purged" : " from " + all)
            + "; nothing was deleted",
        facts);
  }

  private static Map<String, Object> map(Foreseen.OfCell one) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("database", one.cell());
    map.put("move", one.move());
    map.put("there", one.there());
    map.put("findings", one.findings().stream().map(Finding::line).toList());
    return map;
  }

  /** What is deleted does not come back: somebody has to say so. */
  private void requireConsent() {
    Optional<String> typed =
        Terminal.ask("This is deleted for good. Type %s to go on: ".formatted(tenant));
    if (typed.isEmpty()) {
      throw new BadRequest(
          "what is purged is deleted for good, and there is no terminal to ask at; say --yes, or"
              + " --dry-run to look");
    }
    if (!typed.get().strip().equals(tenant)) {
      throw new BadRequest("that was not %s; nothing was deleted".formatted(tenant));
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
    map.put("found", row.found());
    map.put("all", row.rowsFound());
    map.put("deleted", row.rowsDeleted());
    map.put("seconds", Duration.between(row.begunAt(), row.changedAt()).toMillis() / 1000.0);
    map.put("message", row.message());
    return map;
  }

  /** A line at every beginning, and one every few seconds. */
  private static final class Lines implements Watch {
    private static final long PAUSE = Duration.ofSeconds(2).toNanos();

    private final Output output;
    private final boolean all;
    private final Set<String> agreed = new HashSet<>();
    private Interrupts interrupts;
    private long at;

    /**
     * @param all whether whatever is left may be deleted, or only what was agreed to
     */
    Lines(Output output, boolean all) {
      this.output = output;
      this.all = all;
      this.at = System.nanoTime() - PAUSE;
    }

    @Override
    public boolean agrees(String cell, String move) {
      return all || agreed.contains(cell + " " + move);
    }

    @Override
    public void begins(String purge, String cell, String move, String amounts) {
      output.say(
          "purge %s of %s, which move %s has left: %s".formatted(purge, cell, move, amounts));
    }

    @Override
    public void follows(PurgeRow row) {
      if (due()) {
        output.say(
            "%s is being worked on by %s: %s of %s are gone (%s)"
                .formatted(
                    row,
                    row.owner(),
                    Texts.count(row.rowsDeleted()),
                    Texts.count(row.rowsFound()),
                    row.found()));
      }
    }

    @Override
    public void deleted(long gone, long of, String unit) {
      if (due() || gone == of) {
        output.say("  %s of %s %s".formatted(Texts.count(gone), Texts.count(of), unit));
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
