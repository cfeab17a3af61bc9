package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * One way to bring what is to be moved to the other side.
 *
 * @param <B> the bed it runs on
 */
@FunctionalInterface
public interface Contender<B> {
  /** Does it once, into the empty target; says how long its parts took. */
  List<Figure> run(B bed) throws IOException, SQLException, InterruptedException;
}
