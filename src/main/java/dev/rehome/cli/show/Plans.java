package dev.rehome.cli.show;

import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.model.Job;
import dev.rehome.store.Estimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a plan prints.
 *
 * @param estimates by component; empty when there is none
 * @param why there is no estimate
 * @param limit of the write pause, seconds
 */
public record Plans(
    Job job, List<Finding> findings, List<Foretold> estimates, String why, int limit) {
  /** Whether the move would not be refused. */
  public boolean clean() {
    return findings.stream().noneMatch(Finding::blocks);
  }

  public String text() {
    List<String> lines = new ArrayList<>();
    List<Finding> grouped = Findings.grouped(findings);
    grouped.forEach(
        f -> {
          lines.add(
              "%s %s: %s: %s"
                  .formatted(
                      f.blocks() ? "FINDING" : "note   ", f.component(), f.subject(), f.told()));
          lines.add("        " + remedy(f).strip().replace("\n", "\n        "));
        });
    lines.addAll(MissingRights.lines(grouped));
    lines.add(estimates.isEmpty() ? "no estimate: " + why : estimate());
    long blocking = grouped.stream().filter(Finding::blocks).count();
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

  /** What is ready to be used stands on lines of its own, so that it can be taken from here. */
  private static String remedy(Finding finding) {
    List<String> ready = finding.ready();
    if (ready.size() < 2) {
      return finding.remedy();
    }
    int rest = ready.size() - Finding.LISTED_MAX;
    return finding.advice()
        + ":\n"
        + ready.stream().limit(Finding.LISTED_MAX).collect(Collectors.joining("\n"))
        + (rest > 0 ? "\nand %,d more".formatted(rest) : "");
  }

  /** How long writes would be refused for all of it. */
  public Duration pause() {
    return estimates.stream()
        .map(foretold -> foretold.estimate().pause())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private String estimate() {
    String line =
        "estimate: %s; %s; a write pause of about %s, of %d s at most"
            .formatted(
                estimates.stream().map(Foretold::text).collect(Collectors.joining("; ")),
                Texts.counted(sum(Estimate::chunks), "chunk"),
                Texts.duration(pause()),
                limit);
    String bases =
        estimates.stream()
            .filter(foretold -> !foretold.estimate().basis().isEmpty())
            .map(
                foretold ->
                    "\n          " + foretold.component() + ": " + foretold.estimate().basis())
            .collect(Collectors.joining());
    return line + bases;
  }

  private long sum(ToLongFunction<Estimate> what) {
    return estimates.stream().map(Foretold::estimate).mapToLong(what).sum();
  }

  public Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tenant", job.tenant().name());
    map.put("from", job.from());
    map.put("to", job.to());
    map.put("clean", clean());
    map.put("findings", Findings.grouped(findings).stream().map(Plans::map).toList());
    map.put("sql", MissingRights.of(findings));
    if (estimates.isEmpty()) {
      map.put("no_estimate", why);
    } else {
      map.put("estimate", estimated());
    }
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
    map.put("count", finding.instances().size());
    map.put("instances", finding.instances().stream().map(Plans::map).toList());
    return map;
  }

  private static Map<String, Object> map(Finding.Instance one) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("thing", one.thing());
    one.rows().ifPresent(rows -> map.put("rows", rows));
    if (one.more()) {
      map.put("more_rows", true);
    }
    if (!one.examples().isEmpty()) {
      map.put("examples", one.examples());
    }
    if (!one.query().isEmpty()) {
      map.put("query", one.query());
    }
    if (!one.ready().isEmpty()) {
      map.put("ready", one.ready());
    }
    return map;
  }

  private Map<String, Object> estimated() {
    Map<String, Object> map = new LinkedHashMap<>();
    estimates.forEach(
        foretold -> map.merge(foretold.unit().many(), foretold.estimate().count(), Plans::sum));
    map.put("bytes", sum(Estimate::bytes));
    map.put("chunks", sum(Estimate::chunks));
    map.put("pause_seconds", pause().toMillis() / 1000.0);
    map.put("components", estimates.stream().map(Foretold::map).toList());
    return map;
  }

  private static Object sum(Object a, Object b) {
    return (Long) a + (Long) b;
  }
}
