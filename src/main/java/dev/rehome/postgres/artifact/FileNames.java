package dev.rehome.postgres.artifact;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.ScopedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives each COPY of a plan's rows the name of its file, in the order of the plan. */
final class FileNames {
  private static final int TABLE_CHARACTERS_MAX = 40;

  private final Map<String, ScopedTable> tables = new HashMap<>();
  private int last;

  private FileNames(Scope scope) {
    scope.tables().forEach(table -> tables.put(table.source().toString(), table));
  }

  /** The chunks, those of rows with what {@link KeptRows} wants besides. */
  static List<Chunk> number(List<Chunk> chunks, Scope scope) {
    FileNames names = new FileNames(scope);
    List<Chunk> numbered = new ArrayList<>();
    for (Chunk chunk : chunks) {
      Map<String, String> spec = new HashMap<>(chunk.spec());
      if (chunk.spec().containsKey("into")) {
        names.name(spec, "");
      }
      for (int i = 0; chunk.spec().containsKey("into." + i); i++) {
        names.name(spec, "." + i);
      }
      numbered.add(
          new Chunk(
              chunk.move(), chunk.component(), chunk.id(), chunk.phase(), chunk.wave(), spec));
    }
    return numbered;
  }

  private void name(Map<String, String> spec, String which) {
    ScopedTable table = tables.get(spec.get("table" + which));
    String columns = spec.get("into" + which).substring(table.target().sql().length());
    spec.put(KeptRows.FILE + which, "%05d-%s".formatted(++last, plain(table.source().table())));
    spec.put(KeptRows.HOME + which, table.source().sql() + columns);
    spec.put(KeptRows.COUNTED + which, table.only() + table.source().sql());
  }

  /** Only characters that no shell and no file system minds. */
  private static String plain(String table) {
    String plain = table.replaceAll("[^A-Za-z0-9_]", "_");
    return plain.substring(0, Math.min(plain.length(), TABLE_CHARACTERS_MAX));
  }
}
