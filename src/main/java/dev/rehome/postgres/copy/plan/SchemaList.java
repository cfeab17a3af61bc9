package dev.rehome.postgres.copy.plan;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scope's schemas in a chunk's spec, for whoever copies it. */
public final class SchemaList {
  private SchemaList() {}

  public static void put(Map<String, String> spec, Scope scope) {
    for (int i = 0; i < scope.schemas().size(); i++) {
      SchemaPair pair = scope.schemas().get(i);
      spec.put("source-schema." + i, pair.source());
      spec.put("target-schema." + i, pair.target());
    }
  }

  public static List<String> source(Chunk chunk) {
    return read(chunk, "source-schema.");
  }

  public static List<String> target(Chunk chunk) {
    return read(chunk, "target-schema.");
  }

  private static List<String> read(Chunk chunk, String prefix) {
    List<String> schemas = new ArrayList<>();
    for (int i = 0; chunk.spec().containsKey(prefix + i); i++) {
      schemas.add(chunk.spec().get(prefix + i));
    }
    return schemas;
  }
}
