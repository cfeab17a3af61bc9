package dev.rehome.postgres.copy.plan;

import dev.rehome.model.Chunk;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The spec of a chunk of rows: all that another process needs to copy it.
 *
 * @param table the source table, for people
 * @param select the chunk's rows on the source
 * @param original the same as the source has them; empty where {@code select} says that already
 * @param into the target table and its columns, in the order of {@code select}
 * @param binary whether COPY's binary format carries them
 * @param blocks where they lie, if the chunk is a range of blocks
 */
public record RowsChunk(
    String table, String select, String original, String into, boolean binary, Blocks blocks) {
  public static final String KIND = "rows";
  private static final String ORIGINAL = "original";
  private static final String ORIGINAL_WHOLE = "original-whole";

  /**
   * The physical table that a range of blocks belongs to.
   *
   * @param relation its name as SQL; empty when the chunk does not depend on blocks
   * @param filenode what it was called on disk when the blocks were counted: a rewrite changes it
   * @param whole all its rows that are to be copied, wherever they lie
   * @param original the same as the source has them; empty where {@code whole} says that already
   * @param written the target table as SQL, with {@code ONLY} if its children are not meant
   */
  public record Blocks(
      String relation, String filenode, String whole, String original, String written) {
    public static final Blocks NONE = new Blocks("", "", "", "", "");

    public boolean any() {
      return !relation.isEmpty();
    }

    /** Reads what a backup is to hold. */
    public String kept() {
      return original.isEmpty() ? whole : original;
    }
  }

  /** Reads what a backup is to hold. */
  public String kept() {
    return original.isEmpty() ? select : original;
  }

  public Map<String, String> spec() {
    Map<String, String> spec = new LinkedHashMap<>();
    spec.put("kind", KIND);
    spec.put("table", table);
    spec.put("select", select);
    spec.put("into", into);
    spec.put("binary", Boolean.toString(binary));
    spec.put("relation", blocks.relation());
    spec.put("filenode", blocks.filenode());
    spec.put("whole", blocks.whole());
    spec.put("written", blocks.written());
    if (!original.isEmpty()) {
      spec.put(ORIGINAL, original);
      spec.put(ORIGINAL_WHOLE, blocks.original());
    }
    return spec;
  }

  public static RowsChunk of(Chunk chunk) {
    Map<String, String> spec = chunk.spec();
    return new RowsChunk(
        spec.get("table"),
        spec.get("select"),
        spec.getOrDefault(ORIGINAL, ""),
        spec.get("into"),
        Boolean.parseBoolean(spec.get("binary")),
        new Blocks(
            spec.get("relation"),
            spec.get("filenode"),
            spec.get("whole"),
            spec.getOrDefault(ORIGINAL_WHOLE, ""),
            spec.get("written")));
  }
}
