package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** One way to bring the rows to the other server. */
@FunctionalInterface
interface Contender {
  /** Does it once, into the empty target; says how long its parts took. */
  List<Figure> run(BenchBed bed) throws IOException, SQLException, InterruptedException;
}
