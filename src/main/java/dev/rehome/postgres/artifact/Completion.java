package dev.rehome.postgres.artifact;

import dev.rehome.model.FailPoint;
import dev.rehome.model.Move;
import dev.rehome.postgres.artifact.DurableFile.Content;
import dev.rehome.postgres.copy.SourceSnapshot;
import dev.rehome.postgres.schema.dump.SchemaText;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.throttle.Throttle;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes an artifact whole: files of rows that are missing, the scripts, and the manifest, which
 * comes last. Everything is durable when it returns; a second run replaces the scripts.
 */
record Completion(
    PostgresSide source,
    SourceSnapshot snapshot,
    RowFiles files,
    Throttle leaving,
    Move move,
    Scope scope,
    SchemaText schema,
    String position) {
  /** The unit separator of ASCII. */
  private static final String SEPARATOR = "\u001f";

  static Map<String, String> spec(SchemaText schema) {
    return Map.of(
        "kind", Artifact.SCHEMA,
        "before", schema.before(),
        "after", schema.after(),
        "roles", String.join(SEPARATOR, schema.roles()),
        "refreshes", String.join(SEPARATOR, schema.refreshes()));
  }

  static SchemaText schema(Map<String, String> spec) {
    return new SchemaText(
        spec.get("before"),
        spec.get("after"),
        list(spec.get("roles")),
        list(spec.get("refreshes")));
  }

  static String position(Map<String, String> spec) {
    return spec.get("position");
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(SEPARATOR, -1));
  }

  /** In a transaction of the target that holds the move's epoch. */
  void run(Connection target) throws SQLException {
    Folder folder = files.folder(move);
    new Mending(snapshot, files, leaving, target).run(move, scope);
    List<Entry> entries = ArtifactEntries.read(target, move);
    folder.keepOnly(entries.stream().map(Entry::file).collect(Collectors.toSet()));
    Map<String, Content> texts = ArtifactTexts.write(folder, source, schema, move, scope, entries);
    FailPoint.ARTIFACT_SCRIPTS_WRITTEN.reached();
    ArtifactTexts.write(folder, ArtifactContents.NAME, contents(texts).json(entries));
    FailPoint.ARTIFACT_MANIFEST_WRITTEN.reached();
  }

  private ArtifactContents contents(Map<String, Content> texts) {
    return source.with(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      """
                      SELECT pg_catalog.current_setting('server_version'),
                        pg_catalog.to_char(pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                      """)) {
            row.next();
            return new ArtifactContents(move, position, row.getString(1), row.getString(2), texts);
          }
        });
  }
}
