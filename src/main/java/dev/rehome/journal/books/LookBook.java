package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.journal.purge.Departures;
import dev.rehome.model.Move;
import dev.rehome.store.LastLook.Proven;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What last looks compare with, kept for whatever worker makes them. Thread safe. */
public final class LookBook {
  private final ControlStore control;

  public LookBook(ControlStore control) {
    this.control = control;
  }

  /** Whether the proof of this epoch has its note. */
  public boolean noted(Move move, String component) {
    return control.call(jdbc -> noted(jdbc, move, component));
  }

  private static boolean noted(JdbcClient jdbc, Move move, String component) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT FROM _system.looks WHERE move = :move AND component = :component
                           AND moment = 'proof' AND epoch = :epoch)
            """)
        .param("move", move.id())
        .param("component", component)
        .param("epoch", move.epoch())
        .query(Boolean.class)
        .single();
  }

  /**
   * How the stores stood before the proof of the move's epoch. The first note of an epoch stays:
   * checks may have been made since.
   */
  public void note(Move move, String component, String text) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return noted(jdbc, move, component) ? 0 : insert(jdbc, move, component, "proof", text);
        });
  }

  /** What was brought up to date; the last one counts. */
  public void caughtUp(Move move, String component, String text) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return insert(jdbc, move, component, "resume", text);
        });
  }

  private static int insert(
      JdbcClient jdbc, Move move, String component, String moment, String text) {
    return jdbc.sql(
            """
            INSERT INTO _system.looks (move, epoch, component, moment, noted)
            VALUES (:move, :epoch, :component, :moment, :noted)
            """)
        .param("move", move.id())
        .param("epoch", move.epoch())
        .param("component", component)
        .param("moment", moment)
        .param("noted", text)
        .update();
  }

  /**
   * What is on record of a component: of the newest proof, by whatever worker. Empty when it was
   * never noted, as before there were looks.
   */
  public Optional<Proven> proven(Move move, String component) {
    return control.call(
        jdbc ->
            last(jdbc, move, component, "proof")
                .map(
                    noted ->
                        new Proven(
                            noted,
                            last(jdbc, move, component, "resume").orElse(""),
                            rows(jdbc, move, component))));
  }

  private static Optional<String> last(
      JdbcClient jdbc, Move move, String component, String moment) {
    return jdbc.sql(
            """
            SELECT noted FROM _system.looks
            WHERE move = :move AND component = :component AND moment = :moment
            ORDER BY seq DESC LIMIT 1
            """)
        .param("move", move.id())
        .param("component", component)
        .param("moment", moment)
        .query(String.class)
        .optional();
  }

  private static Map<String, Long> rows(JdbcClient jdbc, Move move, String component) {
    return new HashMap<>(
        Departures.copied(jdbc, move)
            .getOrDefault(component, Map.of())
            .getOrDefault("rows", Map.of()));
  }
}
