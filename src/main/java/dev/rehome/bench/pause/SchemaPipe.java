package dev.rehome.bench.pause;

import dev.rehome.bench.Contender;
import dev.rehome.bench.Figures.Figure;
import dev.rehome.bench.Shell;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The schema alone, from one database into an empty one, with PostgreSQL's own programs. */
record SchemaPipe(Shape shape, boolean delayed) implements Contender<PauseBed> {
  String name() {
    return Wording.of(shape, delayed, "pg_dump --schema-only, psql");
  }

  @Override
  public List<Figure> run(PauseBed bed) throws IOException, SQLException, InterruptedException {
    Shell shell =
        new Shell(
            name(),
            "pg_dump --schema-only \"$FROM\" | psql -X -q -v ON_ERROR_STOP=1 -d \"$TO\" >"
                + " /dev/null",
            Map.of("FROM", bed.libpq("source", delayed), "TO", bed.libpq("target", delayed)));
    Figure figure = new Figure(name(), shell.run());
    long tables =
        bed.servers()
            .number("target", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    if (tables != shape.tables()) {
      throw new IllegalStateException(
          "%d tables are in the target, %d were to come".formatted(tables, shape.tables()));
    }
    return List.of(figure);
  }
}
