package dev.rehome.journal.read;

import dev.rehome.journal.ControlStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The audit trail as people read it. Reads only. Thread safe. */
public final class AuditTrail {
  private final ControlStore control;

  public AuditTrail(ControlStore control) {
    this.control = control;
  }

  /**
   * A row of it.
   *
   * @param result {@code success}, {@code failure} or {@code refusal}
   */
  public record Row(
      long seq,
      Instant at,
      String actor,
      String action,
      String move,
      String tenant,
      String result,
      String detail) {}

  /**
   * A row that does not fit into the chain, or that the catalog does not follow, and how.
   *
   * @param seq 0 for what the audit was never told
   */
  public record Break(long seq, String action, String what) {}

  /**
   * What the whole trail looks like.
   *
   * @param lastHash to be kept elsewhere by those who want to notice rows cut off at the end
   * @param breaks the first ones
   */
  public record Verdict(long rows, String lastHash, List<Break> breaks) {}

  /** The newest rows, of one tenant or of all, oldest first; at most {@code most}. */
  public List<Row> rows(Optional<String> tenant, int most) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT * FROM (
                      SELECT seq, at, actor, action, coalesce(move, '') AS move, coalesce(tenant, '') AS tenant, result, detail
                      FROM _system.audit WHERE CAST(:tenant AS text) IS NULL OR tenant = :tenant
                      ORDER BY seq DESC LIMIT :most) newest
                    ORDER BY seq
                    """)
                .param("tenant", tenant.orElse(null))
                .param("most", most)
                .query(
                    (row, n) ->
                        new Row(
                            row.getLong("seq"),
                            row.getTimestamp("at").toInstant(),
                            row.getString("actor"),
                            row.getString("action"),
                            row.getString("move"),
                            row.getString("tenant"),
                            row.getString("result"),
                            row.getString("detail")))
                .list());
  }

  /**
   * Computes the chain again, and compares the catalog and the jobs with what it says of them; at
   * most {@code most} breaks of either are named.
   */
  public Verdict verify(int most) {
    List<Break> breaks = new ArrayList<>(brokenRows(most));
    breaks.addAll(changedCatalog(most));
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT count(*), coalesce((SELECT hash FROM _system.audit ORDER BY seq DESC LIMIT 1), '')
                    FROM _system.audit
                    """)
                .query((row, n) -> new Verdict(row.getLong(1), row.getString(2), breaks))
                .single());
  }

  private List<Break> changedCatalog(int most) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT seq, action, 'the ' || CASE WHEN action = 'placement' THEN 'catalog' ELSE 'job' END
                      || ' was changed by somebody else: of ' || tenant || ' this row says "' || told || '", there is "' || found || '"'
                    FROM _system.catalog_breaks ORDER BY seq, action, tenant LIMIT :most
                    """)
                .param("most", most)
                .query((row, n) -> new Break(row.getLong(1), row.getString(2), row.getString(3)))
                .list());
  }

  private List<Break> brokenRows(int most) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    """
                    SELECT seq, action, what FROM (
                      SELECT seq, action, CASE
                        WHEN previous_hash <> lag(hash, 1, '') OVER (ORDER BY seq)
                          THEN 'it does not follow the row before it: one was changed, removed or put in'
                        WHEN hash <> _system.audit_hash(previous_hash, at, actor, action, move, tenant, result, detail)
                          THEN 'it was changed: its hash is ' || left(hash, 12) || ', its content has another' END AS what
                      FROM _system.audit) looked
                    WHERE what IS NOT NULL ORDER BY seq LIMIT :most
                    """)
                .param("most", most)
                .query((row, n) -> new Break(row.getLong(1), row.getString(2), row.getString(3)))
                .list());
  }
}
