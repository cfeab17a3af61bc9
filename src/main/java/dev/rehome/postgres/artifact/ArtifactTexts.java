package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.postgres.artifact.DurableFile.Content;
import dev.rehome.postgres.copy.finish.Sequences;
import dev.rehome.postgres.schema.dump.SchemaText;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.SearchPath;
import dev.rehome.postgres.side.PostgresSide;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The artifact's files of SQL: schema, sequences, and the script that restores it all. */
public final class ArtifactTexts {
  static final String BEFORE = "schema-before.sql";
  static final String AFTER = "schema-after.sql";
  static final String SEQUENCES = "sequences.sql";
  static final String RESTORE = "restore.sql";
  static final List<String> NAMES = List.of(BEFORE, AFTER, SEQUENCES, RESTORE);

  private ArtifactTexts() {}

  /** Writes them durably, from where the source stands now; those that were there are replaced. */
  static Map<String, Content> write(
      Folder folder,
      PostgresSide source,
      SchemaText schema,
      Move move,
      Scope scope,
      List<Entry> entries) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(BEFORE, schema.before());
    texts.put(AFTER, schema.after());
    source.with(
        connection -> {
          texts.put(
              SEQUENCES,
              Sequences.statements(connection, scope).stream()
                  .map(statement -> statement + ";\n")
                  .collect(Collectors.joining()));
          String path = SearchPath.text(connection, SearchPath.source(scope));
          return texts.put(RESTORE, RestoreScript.of(move, scope, schema, path, entries));
        });
    Map<String, Content> written = new LinkedHashMap<>();
    texts.forEach((name, text) -> written.put(name, write(folder, name, text)));
    return written;
  }

  static Content write(Folder folder, String name, String text) {
    try {
      return DurableFile.write(folder.file(name), text);
    } catch (IOException e) {
      throw Folder.failed(folder.file(name), e);
    }
  }
}
