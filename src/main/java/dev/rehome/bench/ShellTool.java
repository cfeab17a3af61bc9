package dev.rehome.bench;

import dev.rehome.bench.Figures.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.util.FileSystemUtils;

/**
 * What one would do by hand, in a shell, with PostgreSQL's own programs.
 *
 * @param prepare brings the target to where the script may begin; not measured
 * @param script of bash; {@code $FROM} and {@code $TO} are the two databases, {@code $SCRATCH} an
 *     empty folder
 */
record ShellTool(String name, Preparation prepare, String script, Supplier<Path> scratch)
    implements Contender<BenchBed> {
  static final String PIPE = "psql COPY pipe";
  static final String TEE = "psql COPY pipe with tee into zstd -1";

  private static final String COPY_OUT =
      "psql -X -q -d \"$FROM\" -c 'COPY rows TO STDOUT (FORMAT binary)'";
  private static final String COPY_IN =
      "psql -X -q -d \"$TO\" -c 'COPY rows FROM STDIN (FORMAT binary)'";

  static final String INDEXED = "psql COPY pipe, then both indexes at the same time";

  /** What is done before the clock starts. */
  interface Preparation {
    void run(BenchBed bed) throws SQLException;
  }

  /** The binary pipe into a table without an index. */
  static ShellTool pipe() {
    return new ShellTool(PIPE, BenchBed::makeEmptyTable, COPY_OUT + " | " + COPY_IN, () -> null);
  }

  /** The least that any move does: the pipe, then the indexes; nothing is proven. */
  static ShellTool indexed() {
    String index = "psql -X -q -d \"$TO\" -c 'CREATE %s ON rows (tenant_id, %s)'";
    String script =
        "%s | %s && { %s & key=$!; %s && wait $key; }"
            .formatted(
                COPY_OUT,
                COPY_IN,
                index.formatted("UNIQUE INDEX rows_pkey", "id"),
                index.formatted("INDEX rows_changed_at", "changed_at"));
    return new ShellTool(INDEXED, BenchBed::makeEmptyTable, script, () -> null);
  }

  /** The same, with a compressed copy into a file. */
  static ShellTool tee(Path scratch) {
    String script =
        COPY_OUT + " | tee >(zstd -q -1 -o \"$SCRATCH/rows.zst\") | " + COPY_IN + " && wait";
    return new ShellTool(TEE, BenchBed::makeEmptyTable, script, () -> scratch);
  }

  /** The whole database by directory format, two jobs each. */
  static ShellTool dump(Path scratch, String name, String options) {
    String script =
        "pg_dump -Fd -j2 %s -f \"$SCRATCH/dump\" \"$FROM\" && pg_restore -j2 -d \"$TO\" \"$SCRATCH/dump\""
            .formatted(options);
    return new ShellTool(name, bed -> {}, script, () -> scratch);
  }

  @Override
  public List<Figure> run(BenchBed bed) throws IOException, SQLException, InterruptedException {
    prepare.run(bed);
    Path folder = scratch.get();
    Map<String, String> environment = new HashMap<>();
    environment.put("FROM", bed.libpq("source"));
    environment.put("TO", bed.libpq("target"));
    if (folder != null) {
      FileSystemUtils.deleteRecursively(folder);
      environment.put("SCRATCH", Files.createDirectories(folder).toString());
    }
    Duration took = new Shell(name, script, environment).run();
    bed.requireWhole();
    return List.of(new Figure(name, took));
  }
}
