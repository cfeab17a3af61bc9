package dev.rehome.journal;

import dev.rehome.model.Move;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where each component's source stood: {@code position.COMPONENT} in the detail of durable records,
 * from DRAIN on. DRAIN has that of the fence, later ones that at which the copy is consistent.
 */
public final class Positions {
  private static final String PREFIX = "position.";

  private Positions() {}

  /** Puts a component's position into a record's detail. */
  public static void put(Map<String, String> detail, String component, String position) {
    if (!position.isEmpty()) {
      detail.put(PREFIX + component, position);
    }
  }

  /** The note with the positions that are planned, where it has none of its own. */
  public static Note added(JdbcClient jdbc, Move move, Note note) {
    Map<String, String> detail = new TreeMap<>();
    jdbc.sql("SELECT component, position FROM _system.plans WHERE move = :move")
        .param("move", move.id())
        .query(
            row -> {
              put(detail, row.getString("component"), row.getString("position"));
            });
    detail.putAll(note.detail());
    return new Note(note.message(), note.lsn(), detail);
  }
}
