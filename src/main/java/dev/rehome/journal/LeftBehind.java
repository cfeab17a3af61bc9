package dev.rehome.journal;

import java.util.List;
import java.util.stream.Stream;

/** What a move that has ended has not taken along, or not taken away. Reads only. */
public final class LeftBehind {
  private static final String FACTS =
      """
      SELECT v.status, v.clean_up, v.source_database, v.tenant, m.rehearsal,
        ARRAY(SELECT jsonb_array_elements_text(coalesce(m.options->'leave-behind', '[]'))) AS components,
        EXISTS (SELECT FROM _system.purges p WHERE p.move = v.move AND p.state = 'done') AS purged
      FROM _system.move_tenant_journal v JOIN _system.moves m ON m.id = v.move
      WHERE v.move = :move
      """;

  private LeftBehind() {}

  /** In words, one for each; empty for a move that goes on, or left nothing. */
  public static List<String> of(ControlStore control, String move) {
    return control
        .call(
            jdbc ->
                jdbc.sql(FACTS)
                    .param("move", move)
                    .query(
                        (row, n) -> {
                          boolean moved = row.getString("status").equals("done");
                          String source = row.getString("source_database");
                          String tenant = row.getString("tenant");
                          Stream<String> stays =
                              moved
                                  ? Stream.of((String[]) row.getArray("components").getArray())
                                      .map(
                                          component ->
                                              component + " at " + source + ", as the job asked")
                                  : Stream.of();
                          Stream<String> copy =
                              moved && !row.getBoolean("purged")
                                  ? Stream.of(
                                      "what was copied, at %s, where writes are refused: rehome purge %s deletes it"
                                          .formatted(source, tenant))
                                  : Stream.of();
                          Stream<String> pending =
                              row.getString("clean_up").equals("pending")
                                  ? Stream.of(
                                      "what the move made, at its target: rehome run cleans it up")
                                  : Stream.of();
                          return Stream.of(stays, copy, pending).flatMap(all -> all).toList();
                        })
                    .optional())
        .orElse(List.of());
  }
}
