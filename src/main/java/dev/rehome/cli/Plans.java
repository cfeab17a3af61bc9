package dev.rehome.cli;

import dev.rehome.model.Finding;
import dev.rehome.model.Job;
import dev.rehome.store.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan prints.
 *
 * @param why there is no estimate
 * @param limit of the write pause, seconds
 */
record Plans(Job job, List<Finding> findings, Optional<Estimate> estimate, String why, int limit) {
  /** Whether the move would not be refused. */
  boolean clean() {
    return findings.stream().noneMatch(Finding::blocks);
  }

  String text() {
    List<String> lines = new ArrayList<>();
    findings.forEach(
        f -> {
          lines.add(
              "%s %s: %s: %s"
                  .formatted(
                      f.blocks() ? "FINDING" : "note   ", f.component(), f.subject(), f.problem()));
          lines.add("        " + f.remedy().strip().replace("\n", "\n        "));
        });
    lines.addAll(MissingRights.lines(findings));
    lines.add(estimate.map(this::line).orElse("no estimate: " + why));
    long blocking = findings.stream().filter(Finding::blocks).count();
    lines.add(
        "%s from %s to %s: %s"
            .formatted(
                job.tenant().name(),
                job.from(),
                job.to(),
                clean()
                    ? "clean; nothing was changed"
                    : Texts.counted(blocking, "finding")
                        + " to be settled first; nothing was changed"));
    return String.join("\n", lines);
  }

  private String line(Estimate e) {
    return "estimate: %s, %s, %s%s, %s; a write pause of about %s, of %d s at most%s"
            .formatted(
                Texts.counted(e.tables(), "table"),
                Texts.counted(e.rows(), "row"),
                Texts.bytes((double) e.bytes()),
                objects(e.objects()),
                Texts.counted(e.chunks(), "chunk"),
                Texts.duration(e.pause()),
                limit,
                e.guessed() == 0
                    ? ""
                    : "; the rows of "
                        + Texts.counted(e.guessed(), "table")
                        + " by the planner's guess")
        + (e.basis().isEmpty() ? "" : "\n          " + e.basis());
  }

  private static String objects(Estimate.Objects objects) {
    return objects.equals(Estimate.Objects.NONE)
        ? ""
        : "; %s%s, %s, the largest %s (%s)"
            .formatted(
                objects.all() ? "" : "at least ",
                Texts.counted(objects.count(), "object"),
                Texts.bytes((double) objects.bytes()),
                Texts.bytes((double) objects.largest()),
                objects.largestKey());
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tenant", job.tenant().name());
    map.put("from", job.from());
    map.put("to", job.to());
    map.put("clean", clean());
    map.put("findings", findings.stream().map(Plans::map).toList());
    map.put("sql", MissingRights.of(findings));
    estimate.ifPresentOrElse(e -> map.put("estimate", map(e)), () -> map.put("no_estimate", why));
    map.put("pause_max_seconds", limit);
    return map;
  }

  private static Map<String, Object> map(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("blocks", finding.blocks());
    map.put("component", finding.component());
    map.put("subject", finding.subject());
    map.put("problem", finding.problem());
    map.put("remedy", finding.remedy());
    return map;
  }

  private static Map<String, Object> map(Estimate estimate) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tables", estimate.tables());
    map.put("rows", estimate.rows());
    map.put("bytes", estimate.bytes());
    map.put("objects", map(estimate.objects()));
    map.put("chunks", estimate.chunks());
    map.put("pause_seconds", estimate.pause().toMillis() / 1000.0);
    map.put("guessed_tables", estimate.guessed());
    map.put("basis", estimate.basis());
    return map;
  }

  private static Map<String, Object> map(Estimate.Objects objects) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("count", objects.count());
    map.put("bytes", objects.bytes());
    map.put("largest_bytes", objects.largest());
    map.put("largest_key", objects.largestKey());
    map.put("all_counted", objects.all());
    return map;
  }
}
