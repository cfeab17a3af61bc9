package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import dev.rehome.model.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** A move of rows. */
record WholeMove(String name, Path scratch, boolean artifact) implements Contender<BenchBed> {
  static final String PLAIN = "move";
  static final String WITH_ARTIFACT = "move with artifact";
  static final String COPY = ": copy with digests";
  static final String PROOF = ": proof";
  static final String ONE_SIDE = ": what one side reads for the proof";
  static final String WHOLE = ": from request to RESUME";

  static WholeMove without(Path scratch) {
    return new WholeMove(PLAIN, scratch, false);
  }

  static WholeMove with(Path scratch) {
    return new WholeMove(WITH_ARTIFACT, scratch, true);
  }

  @Override
  public List<Figure> run(BenchBed bed) throws IOException, SQLException, InterruptedException {
    OneMove move = OneMove.run(scratch, settings(bed), Options.NONE);
    bed.requireWhole();
    return List.of(
        new Figure(name + COPY, move.step("postgres", "rows")),
        new Figure(name + PROOF, move.step("", "proof")),
        new Figure(name + WHOLE, move.whole()),
        new Figure(name + ONE_SIDE, OneSide.proof(bed)));
  }

  private Properties settings(BenchBed bed) {
    Properties properties = OneMove.settings(bed.url("control"), scratch);
    properties.setProperty("rehome.snapshot-write", Boolean.toString(artifact));
    cell(properties, OneMove.SOURCE, bed.url("source"));
    cell(properties, OneMove.TARGET, bed.url("target"));
    return properties;
  }

  private static void cell(Properties properties, String cell, String url) {
    String prefix = "rehome.cell." + cell + ".postgres.";
    OneMove.database(properties, prefix, url, "mover");
    properties.setProperty(prefix + "isolation", "database");
    properties.setProperty(prefix + "schemas", "public");
  }
}
