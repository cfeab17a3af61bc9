package dev.rehome.cli.show;

import dev.rehome.journal.StoryFacts;
import dev.rehome.journal.Workers;
import dev.rehome.journal.read.Moved;
import dev.rehome.journal.read.Moved.Checked;
import dev.rehome.journal.read.Moved.StepTime;
import dev.rehome.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of a move, for people and for programs. */
public final class Stories {
  private Stories() {}

  /** Phases, copy, a line on the checks with the failed ones in full, and the message. */
  public static String of(Moved.Story story) {
    List<String> parts = new ArrayList<>();
    TextTable phases = TextTable.of("phase", "took", "state");
    story
        .phases()
        .forEach(
            p -> phases.row(p.phase(), Texts.duration(p.took()), p.ended() ? "done" : "begun"));
    parts.add(phases.toString());
    if (!Outcomes.decided(story.move()) || story.move().cleanUp().equals("pending")) {
      parts.add(worker(story.worker()));
      refusedUntilThen(story).ifPresent(parts::add);
    }
    story.hooks().forEach(call -> parts.add("hook " + call.what() + ": " + call.outcome()));
    Moved.Progress copy = story.progress();
    if (copy.chunks() == 0) {
      parts.add(story.move().message().strip());
      return String.join("\n", parts);
    }
    parts.add(
        "copied: %s of %s, %s"
            .formatted(
                Texts.count(copy.chunksDone()),
                Texts.counted(copy.chunks(), "chunk"),
                Texts.copied(copy)));
    if (!story.steps().isEmpty()) {
      parts.add(steps(story.steps()));
    }
    List<Checked> failed = story.checks().stream().filter(check -> !check.passed()).toList();
    parts.add(
        "checks: %s passed, %s failed"
            .formatted(Texts.count(story.checks().size() - failed.size()), failed.size()));
    if (!failed.isEmpty()) {
      parts.add(checks(failed));
    }
    parts.add("lock waits caused: " + waits(story.lockWaits()));
    if (!story.move().message().isBlank()) {
      parts.add(story.move().message().strip());
    }
    return String.join("\n", parts);
  }

  private static String worker(Workers.Seen worker) {
    String heard =
        worker.heard().map(ago -> "last heard of " + Texts.duration(ago) + " ago").orElse("");
    if (worker.who().isEmpty()) {
      return "nobody works on it"
          + (heard.isEmpty() ? "" : " (a worker was " + heard + ")")
          + "; rehome run, or the same command again, goes on";
    }
    return worker.lives()
        ? worker.who().get() + " works on it, " + heard
        : worker.who().get()
            + " worked on it and lives no more: it was "
            + heard
            + ", its lease has run out; rehome run, or the same command again, goes on";
  }

  /**
   * From the seal to RESUME the guard has no deadline: the tenant waits for a worker, however long
   * none is started.
   */
  private static Optional<String> refusedUntilThen(Moved.Story story) {
    Moved move = story.move();
    boolean sealed = move.phase().equals("CUTOVER") && move.cleanUp().isEmpty();
    return sealed && !story.worker().lives()
        ? Optional.of(
            "until then %s may write at neither cell: the guard is sealed, and has no deadline; rehome rollback %s, on any machine with these settings, lets it write at %s again"
                .formatted(move.tenant(), move.tenant(), move.source()))
        : Optional.empty();
  }

  private static String waits(Moved.LockWaits waits) {
    return waits.waits() == 0
        ? "none seen"
        : "%s, longest %d ms".formatted(Texts.count(waits.waits()), waits.longest().toMillis());
  }

  private static String steps(List<StepTime> steps) {
    TextTable table = TextTable.of("phase", "step", "took", "copied", "bytes", "rate");
    steps.forEach(
        s ->
            table.row(
                s.phase(),
                s.component().isEmpty() ? s.step() : s.component() + " " + s.step(),
                Texts.duration(s.took()),
                s.count() == 0 ? "" : Texts.counted(s.count(), s.unit().one()),
                s.bytes() == 0 ? "" : Texts.bytes((double) s.bytes()),
                s.bytes() == 0 || s.took().isZero()
                    ? ""
                    : Texts.bytes(s.bytes() * 1000.0 / s.took().toMillis()) + "/s"));
    return table.toString();
  }

  /** Checks with both values. */
  public static String checks(List<Checked> checks) {
    TextTable table = TextTable.of("check", "of", "", "source", "target");
    checks.forEach(
        c ->
            table.row(
                c.component() + " " + c.name(),
                c.subject(),
                c.passed() ? "passed" : "FAILED",
                c.source(),
                c.target()));
    return table.toString();
  }

  /** The move alone, for {@code --json}. */
  public static Map<String, Object> map(Moved moved) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("move", moved.move());
    map.put("job", moved.job());
    map.put("tenant", moved.tenant());
    map.put("phase", moved.phase());
    map.put("mark", moved.mark());
    map.put("status", moved.status());
    map.put("clean_up", moved.cleanUp());
    map.put("from", moved.source());
    map.put("to", moved.target());
    moved.lsn().ifPresent(lsn -> map.put("last_durable_lsn", lsn));
    map.put("epoch", moved.epoch());
    map.put("started_at", moved.startedAt().toString());
    map.put("updated_at", moved.updatedAt().toString());
    map.put("message", moved.message());
    map.put("rehearsal", moved.rehearsal());
    return map;
  }

  /** All of it, for {@code --json}. */
  public static Map<String, Object> map(Moved.Story story) {
    Map<String, Object> map = map(story.move());
    map.put("worker", StoryFacts.worker(story));
    story.pause().ifPresent(pause -> map.put("pause_seconds", pause.toMillis() / 1000.0));
    map.put("left_behind", story.leftBehind());
    Moved.Progress copy = story.progress();
    Map<String, Object> progress = new LinkedHashMap<>();
    progress.put("done", copy.done());
    progress.put("doing", copy.doing());
    progress.put("chunks", copy.chunks());
    progress.put("chunks_done", copy.chunksDone());
    progress.putAll(copy.counts());
    progress.put("bytes", copy.bytes());
    progress.put("components", StoryFacts.components(story));
    map.put("progress", progress);
    map.put("phases", StoryFacts.phases(story));
    map.put(
        "lock_waits",
        Map.of(
            "waits", story.lockWaits().waits(),
            "longest_ms", story.lockWaits().longest().toMillis()));
    map.put(
        "hooks",
        story.hooks().stream()
            .map(h -> Map.of("hook", h.what(), "done", h.done(), "outcome", h.outcome()))
            .toList());
    map.put("steps", StoryFacts.steps(story));
    map.put("checks", story.checks().stream().map(Stories::map).toList());
    return map;
  }

  private static Map<String, Object> map(Checked check) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("component", check.component());
    map.put("name", check.name());
    map.put("subject", check.subject());
    map.put("passed", check.passed());
    map.put("source", check.source());
    map.put("target", check.target());
    return map;
  }
}
