package dev.rehome.postgres.copy;

import dev.rehome.model.Chunk;
import java.util.Map;

/**
 * The spec of a chunk of rows: all that another process needs to copy it.
 *
 * @param table the source table, for people
 * @param select the chunk's rows on the source
 * @param into the target table and its columns, in the order of {@code select}
 * @param binary whether COPY's binary format carries them
 * @param blocks where they lie, if the chunk is a range of blocks
 */
record RowsChunk(String table, String select, String into, boolean binary, Blocks blocks) {
  static final String KIND = "rows";

  /**
   * The physical table that a range of blocks belongs to.
   *
   * @param relation its name as SQL; empty when the chunk does not depend on blocks
   * @param filenode what it was called on disk when the blocks were counted: a rewrite changes it
   * @param whole all its rows that are to be copied, wherever they lie
   * @param written the target table as SQL, with {@code ONLY} if its children are not meant
   */
  record Blocks(String relation, String filenode, String whole, String written) {
    static final Blocks NONE = new Blocks("", "", "", "");

    boolean any() {
      return !relation.isEmpty();
    }
  }

  Map<String, String> spec() {
    return Map.of(
        "kind", KIND,
        "table", table,
        "select", select,
        "into", into,
        "binary", Boolean.toString(binary),
        "relation", blocks.relation(),
        "filenode", blocks.filenode(),
        "whole", blocks.whole(),
        "written", blocks.written());
  }

  static RowsChunk of(Chunk chunk) {
    Map<String, String> spec = chunk.spec();
    return new RowsChunk(
        spec.get("table"),
        spec.get("select"),
        spec.get("into"),
        Boolean.parseBoolean(spec.get("binary")),
        new Blocks(
            spec.get("relation"), spec.get("filenode"), spec.get("whole"), spec.get("written")));
  }
}
