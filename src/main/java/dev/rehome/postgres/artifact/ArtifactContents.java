package dev.rehome.postgres.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehome.model.Move;
import dev.rehome.postgres.artifact.DurableFile.Content;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code manifest.json} says: the move, the instant, and each file with its size and SHA-256.
 * It is written last: an artifact without it is not whole.
 *
 * @param position where the source stood, as its server counts
 * @param version of the source's server
 * @param madeAt by the source's clock
 * @param files the other files, by name
 */
record ArtifactContents(
    Move move, String position, String version, String madeAt, Map<String, Content> files) {
  static final String NAME = "manifest.json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** With the files of rows, of which the manifest says more. */
  String json(List<Entry> entries) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", 1);
    root.put("move", move.id());
    root.put("tenant", move.tenant().name());
    root.put("tenant-id", move.tenant().id());
    root.put("source", move.source());
    root.put("position", position);
    root.put("server-version", version);
    root.put("made-at", madeAt);
    root.put("rows", entries.stream().mapToLong(Entry::count).sum());
    ArrayNode list = root.putArray("files");
    files.forEach((name, content) -> put(list, name, content));
    for (Entry entry : entries) {
      ObjectNode file = put(list, entry.file(), entry.content());
      file.put("rows", entry.count());
      file.put("table", entry.rows().table());
    }
    return root.toPrettyString() + "\n";
  }

  private static ObjectNode put(ArrayNode list, String name, Content content) {
    return list.addObject()
        .put("name", name)
        .put("bytes", content.bytes())
        .put("sha256", content.sha256());
  }

  /** The files that a manifest lists. */
  static Map<String, Content> files(String json) throws IOException {
    Map<String, Content> files = new LinkedHashMap<>();
    for (JsonNode file : MAPPER.readTree(json).path("files")) {
      files.put(
          file.path("name").asText(),
          new Content(file.path("bytes").asLong(-1), file.path("sha256").asText()));
    }
    return files;
  }
}
