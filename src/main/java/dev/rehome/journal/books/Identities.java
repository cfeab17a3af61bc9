package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Json;
import dev.rehome.model.Move;
import java.util.Map;
import java.util.TreeMap;

/** Which physical stores a move was working on when its fence closed. Thread safe. */
public final class Identities {
  private static final String PREFIX = "identity.";

  private final ControlStore control;

  public Identities(ControlStore control) {
    this.control = control;
  }

  /** For a DRAIN record's detail: the stores' identities, and the control store's own. */
  public Map<String, String> detail(Map<String, String> stores) {
    Map<String, String> detail = new TreeMap<>();
    stores.forEach((side, identity) -> detail.put(PREFIX + side, identity));
    detail.put(PREFIX + "control", own());
    return detail;
  }

  /** What the move's DRAIN record says; empty before it. */
  public Map<String, String> recorded(Move move) {
    Map<String, String> recorded = new TreeMap<>();
    control
        .call(
            jdbc ->
                jdbc.sql(
                        """
                        SELECT detail::text FROM _system.journal
                        WHERE move = :move AND phase = 'DRAIN' AND mark = 'DURABLE' ORDER BY seq LIMIT 1
                        """)
                    .param("move", move.id())
                    .query(String.class)
                    .optional())
        .map(Json::texts)
        .ifPresent(
            detail ->
                detail.forEach(
                    (key, value) -> {
                      if (key.startsWith(PREFIX)) {
                        recorded.put(key, value);
                      }
                    }));
    return recorded;
  }

  private String own() {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT system_identifier || '/'
                      || substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)
                      || '/' || current_database()
                    FROM pg_catalog.pg_control_system()
                    """)
                .query(String.class)
                .single());
  }
}
