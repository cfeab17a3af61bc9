package dev.rehome.postgres.copy.pipe;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.copy.ChunkPlanner;
import dev.rehome.postgres.copy.References;
import dev.rehome.postgres.copy.plan.RowsChunk;
import dev.rehome.postgres.copy.plan.RowsChunk.Blocks;
import java.util.Map;

/**
 * The rows of one COPY, as one who keeps them must know them. Their description is in the chunk's
 * spec, beside that of the copy, under {@link #FILE} and the other keys.
 *
 * @param file what to call them; empty when they are not to be kept
 * @param table the source table, for people
 * @param home the source table and its columns, in the order of {@code select}
 * @param counted what to count after a restore, {@code ONLY "shop"."orders"}
 * @param select reads them as the source has them
 * @param binary whether COPY's format is the binary one
 * @param relation the physical table, if they depend on where its blocks lay; else empty
 * @param filenode what it was called on disk then
 * @param whole reads all of the physical table
 * @param reference whether neighbours may change them
 */
public record KeptRows(
    String file,
    String table,
    String home,
    String counted,
    String select,
    boolean binary,
    String relation,
    String filenode,
    String whole,
    boolean reference) {
  public static final String FILE = "file";
  public static final String HOME = "home";
  public static final String COUNTED = "counted";

  /** The rows of a chunk of {@link ChunkPlanner}. */
  public static KeptRows of(Chunk chunk, RowsChunk rows) {
    Map<String, String> spec = chunk.spec();
    Blocks blocks = rows.blocks();
    return new KeptRows(
        spec.getOrDefault(FILE, ""),
        rows.table(),
        spec.getOrDefault(HOME, ""),
        spec.getOrDefault(COUNTED, ""),
        rows.kept(),
        rows.binary(),
        blocks.relation(),
        blocks.filenode(),
        blocks.kept(),
        false);
  }

  /** The rows of the nth table of a chunk of {@link References}. */
  public static KeptRows of(Map<String, String> spec, int n) {
    return of(spec, n, true);
  }

  /** The tenant's rows of the nth of many small tables, which the fence keeps as they are. */
  public static KeptRows fenced(Map<String, String> spec, int n) {
    return of(spec, n, false);
  }

  private static KeptRows of(Map<String, String> spec, int n, boolean reference) {
    return new KeptRows(
        spec.getOrDefault(FILE + "." + n, ""),
        spec.get("table." + n),
        spec.getOrDefault(HOME + "." + n, ""),
        spec.getOrDefault(COUNTED + "." + n, ""),
        spec.get("select." + n),
        Boolean.parseBoolean(spec.get("binary." + n)),
        "",
        "",
        "",
        reference);
  }

  public boolean wanted() {
    return !file.isEmpty();
  }

  /** All rows of the physical table, which is called otherwise on disk by now. */
  public KeptRows rewritten(String newFilenode) {
    return new KeptRows(
        file, table, home, counted, whole, binary, relation, newFilenode, whole, false);
  }
}
