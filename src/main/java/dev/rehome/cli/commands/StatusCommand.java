package dev.rehome.cli.commands;

import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Stories;
import dev.rehome.cli.show.Texts;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.purge.PurgeRow;
import dev.rehome.journal.purge.Purges;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.settings.Settings;
import dev.rehome.text.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the control store says about moves. */
@Command(name = "status", description = "the moves of all tenants, or one tenant's in full")
public final class StatusCommand implements Callable<Integer> {
  private static final int MOST = 50;

  /** Characters of a message in a table; the rest is in the story of one tenant. */
  private static final int MESSAGE_MOST = 60;

  @Mixin private Common common;

  @Parameters(paramLabel = "TENANT", arity = "0..1", description = "the tenant's name")
  private String tenant;

  @Option(
      names = "--checks",
      description = "all checks of the newest move, not only those that failed")
  private boolean checks;

  @Option(names = "--verbose", description = "whole messages, and all checks")
  private boolean verbose;

  private List<PurgeRow> purges = List.of();

  @Override
  public Integer call() {
    Settings settings = common.settings();
    try (ControlStore control = ControlStore.reading(settings.control())) {
      History history = new History(control, common.kinds());
      purges =
          new Purges(control, "", common.kinds().tables()).rows(Optional.ofNullable(tenant), MOST);
      List<Moved> moves = history.moves(Optional.ofNullable(tenant), MOST);
      if (tenant != null && moves.isEmpty() && history.placement(tenant).isEmpty()) {
        throw new BadRequest(
            tenant + " is not in the catalog and has no move; rehome status lists those that have");
      }
      return tenant == null ? all(moves) : one(history, moves, artifacts(settings, moves));
    }
  }

  /** Where the artifacts of the moves are, as far as they are on this machine. */
  private static Map<String, String> artifacts(Settings settings, List<Moved> moves) {
    Map<String, String> artifacts = new LinkedHashMap<>();
    for (Moved moved : moves) {
      Path place = settings.snapshots().resolve(moved.move());
      if (Files.isDirectory(place)) {
        artifacts.put(moved.move(), place.toAbsolutePath().normalize().toString());
      }
    }
    return artifacts;
  }

  private int all(List<Moved> moves) {
    Output output = common.output();
    if (output.json()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("moves", moves.stream().map(Stories::map).toList());
      map.put("purges", purges.stream().map(PurgeCommand::map).toList());
      output.object(map);
    } else {
      output.say(moves.isEmpty() ? "no moves" : table(moves));
      sayPurges();
    }
    return 0;
  }

  private int one(History history, List<Moved> moves, Map<String, String> artifacts) {
    Output output = common.output();
    Optional<String> placement = history.placement(tenant);
    Optional<Moved.Story> newest = moves.stream().findFirst().flatMap(m -> history.story(m.move()));
    if (output.json()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("tenant", tenant);
      map.put("database", placement.orElse(null));
      map.put("newest", newest.map(Stories::map).orElse(null));
      map.put("moves", moves.stream().map(Stories::map).toList());
      map.put("artifacts", artifacts);
      map.put("purges", purges.stream().map(PurgeCommand::map).toList());
      output.object(map);
      return 0;
    }
    output.say(
        placement
            .map(cell -> tenant + " is served by " + cell)
            .orElse(tenant + " is not in the catalog; its first move registers it"));
    if (!moves.isEmpty()) {
      output.say("\n" + table(moves));
    }
    artifacts.forEach((move, path) -> output.say("artifact of move " + move + ": " + path));
    sayPurges();
    newest.ifPresent(
        story -> {
          output.say("\nmove " + story.move().move() + ":\n" + Stories.of(story));
          if ((checks || verbose) && !story.checks().isEmpty()) {
            output.say("\n" + Stories.checks(story.checks()));
          }
        });
    return 0;
  }

  private void sayPurges() {
    if (purges.isEmpty()) {
      return;
    }
    TextTable table =
        TextTable.of("tenant", "purge", "state", "of", "after move", "deleted", "found", "message");
    purges.forEach(
        p ->
            table.row(
                p.tenant(),
                p.purge(),
                p.state(),
                p.cell(),
                p.move(),
                Texts.count(p.rowsDeleted()),
                p.found(),
                brief(p.message())));
    common.output().say("\n" + table);
  }

  /** The first line, cut where a table would not hold it; all of it where it was asked for. */
  private String brief(String message) {
    String first = Texts.firstLine(message);
    return verbose || first.codePointCount(0, first.length()) <= MESSAGE_MOST
        ? first
        : first.substring(0, first.offsetByCodePoints(0, MESSAGE_MOST)) + "…";
  }

  private String table(List<Moved> moves) {
    TextTable table =
        TextTable.of("tenant", "move", "phase", "status", "source", "target", "updated", "message");
    moves.forEach(
        m ->
            table.row(
                m.tenant(),
                m.move(),
                m.phase(),
                m.status() + (m.cleanUp().equals("pending") ? ", clean-up pending" : ""),
                m.source(),
                m.target(),
                m.updatedAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString(),
                brief(m.message())));
    return table.toString();
  }
}
