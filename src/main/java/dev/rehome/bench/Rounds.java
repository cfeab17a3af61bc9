package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Contenders in turn, so many times: what else the machine does meanwhile befalls them all.
 *
 * @param renew empties the target; not measured
 */
public record Rounds<B>(B bed, Renewal<B> renew, List<Contender<B>> contenders) {
  /** What is done before each run. */
  @FunctionalInterface
  public interface Renewal<B> {
    void run(B bed) throws IOException, SQLException;
  }

  /** Runs them; prints a line for each run. */
  public Figures run(int runs) throws IOException, SQLException, InterruptedException {
    Figures figures = new Figures();
    for (int run = 1; run <= runs; run++) {
      round("run " + run).forEach(figures::add);
    }
    return figures;
  }

  /** The same, after rounds that do not count: servers and movers compile as they run. */
  Figures runWarm(int warmUps, int runs) throws IOException, SQLException, InterruptedException {
    for (int warmUp = 1; warmUp <= warmUps; warmUp++) {
      round("warm-up " + warmUp);
    }
    return run(runs);
  }

  private List<Figure> round(String name) throws IOException, SQLException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    for (Contender<B> contender : contenders) {
      renew.run(bed);
      List<String> line = new ArrayList<>();
      for (Figure figure : contender.run(bed)) {
        figures.add(figure);
        line.add(
            String.format(
                Locale.ROOT, "%s %.2f s", figure.name(), figure.took().toMillis() / 1000.0));
      }
      System.out.printf("%s: %s%n", name, String.join(", ", line));
    }
    return figures;
  }
}
