package dev.rehome.bench.pause;

import dev.rehome.bench.Contender;
import dev.rehome.bench.Figures;
import dev.rehome.bench.Figures.Figure;
import dev.rehome.bench.OneMove;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Options;
import dev.rehome.store.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A move of one tenant out of a shared database, whose application writes all the time. */
final class MoveUnderWrites implements Contender<PauseBed> {
  private static final String PAUSE = "pause, as a writer sees it";
  private static final String FORETOLD = "the same, as a plan foretells it";
  private static final String LONGEST = "longest write that the source took";

  private final Shape shape;
  private final boolean delayed;
  private final Path scratch;
  private final Figures parts = new Figures();
  private final Map<String, List<Link.Request>> requests = new LinkedHashMap<>();

  MoveUnderWrites(Shape shape, boolean delayed, Path scratch) {
    this.shape = shape;
    this.delayed = delayed;
    this.scratch = scratch;
  }

  String name() {
    return Wording.of(shape, delayed, PAUSE);
  }

  String foretoldName() {
    return Wording.of(shape, delayed, FORETOLD);
  }

  /** What its phases and steps took, by the journal. */
  Figures parts() {
    return parts;
  }

  /** What the mover waited for while the last run's writer was refused, by side. */
  Map<String, List<Link.Request>> requests() {
    return Map.copyOf(requests);
  }

  @Override
  public List<Figure> run(PauseBed bed) throws IOException, InterruptedException {
    Estimate foretold = OneMove.foretold(scratch, settings(bed));
    try (Beats beats = Beats.start(bed.servers())) {
      OneMove move = OneMove.run(scratch, settings(bed), Options.NONE);
      Beats.Seen seen = beats.seen();
      for (Figure part : parts(move.story())) {
        parts.add(part);
      }
      for (String side : PauseBed.SIDES) {
        requests.put(side, bed.link(side, delayed).between(seen.refused(), seen.accepted()));
      }
      return List.of(
          new Figure(name(), seen.pause()),
          new Figure(foretoldName(), foretold.pause()),
          new Figure(Wording.of(shape, delayed, LONGEST), seen.longest()));
    }
  }

  private static List<Figure> parts(Moved.Story story) {
    List<Figure> parts = new ArrayList<>();
    story.phases().forEach(phase -> parts.add(new Figure(phase.phase(), phase.took())));
    story
        .steps()
        .forEach(
            step ->
                parts.add(
                    new Figure(
                        "of it: "
                            + Stream.of(step.phase(), step.component(), step.step())
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(" ")),
                        step.took())));
    return parts;
  }

  private Properties settings(PauseBed bed) {
    Properties properties = OneMove.settings(bed.url("control", delayed), scratch);
    cell(properties, OneMove.SOURCE, bed.url("source", delayed), "row");
    cell(properties, OneMove.TARGET, bed.url("target", delayed), "database");
    properties.setProperty(
        "rehome.cell." + OneMove.SOURCE + ".postgres.tenant-column", "tenant_id");
    return properties;
  }

  private static void cell(Properties properties, String cell, String url, String isolation) {
    String prefix = "rehome.cell." + cell + ".postgres.";
    OneMove.database(properties, prefix, url, "mover");
    properties.setProperty(prefix + "isolation", isolation);
    properties.setProperty(prefix + "schemas", "public");
  }
}
