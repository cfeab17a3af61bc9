package dev.rehome.postgres.purge;

/**
 * What {@link RowPurgeProblems} asks a source about the parts that rows are deleted from, {@code
 * %s}. Each answers rows of: subject, problem, remedy.
 */
final class PurgeQuestions {
  private PurgeQuestions() {}

  /** The states in which a trigger or a rule fires: in a quiet session, and in an ordinary one. */
  static final String FIRES_QUIETLY = "'R', 'A'";

  static final String FIRES = "'O', 'A'";

  /**
   * The parts; the states that fire; how to silence them. Before PostgreSQL 15 a partition's clone
   * of its root's trigger says that it is internal: those of constraints alone are left out.
   */
  static final String TRIGGERS =
      """
      SELECT n.nspname || '.' || c.relname,
             pg_catalog.format('its trigger %%I would fire for each deletion, which is none of the application''s', t.tgname),
             %3$s || pg_catalog.format(', or ALTER TABLE %%I.%%I DISABLE TRIGGER %%I for the time of the purge', n.nspname, c.relname, t.tgname)
      FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid IN (%1$s) AND t.tgtype & 8 <> 0 AND t.tgenabled IN (%2$s)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype IN ('f', 'p', 'u', 'x'))
        AND NOT pg_catalog.starts_with(t.tgname, 'rehome_guard_')
      UNION ALL
      SELECT n.nspname || '.' || c.relname, pg_catalog.format('its rule %%I would change each deletion', r.rulename),
             %3$s || pg_catalog.format(', or ALTER TABLE %%I.%%I DISABLE RULE %%I for the time of the purge', n.nspname, c.relname, r.rulename)
      FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid IN (%1$s) AND r.ev_type = '4' AND r.ev_enabled IN (%2$s)
      ORDER BY 1, 2
      """;

  /** The parts. Such a table takes no DELETE at all. */
  static final String WITHOUT_IDENTITY =
      """
      SELECT n.nspname || '.' || c.relname,
             pg_catalog.format('publication %%I publishes deletions, and its rows have no replica identity', p.pubname),
             pg_catalog.format('ALTER TABLE %%I.%%I REPLICA IDENTITY FULL', n.nspname, c.relname)
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_publication_tables t ON t.schemaname = n.nspname AND t.tablename = c.relname
      JOIN pg_catalog.pg_publication p ON p.pubname = t.pubname AND p.pubdelete
      WHERE c.oid IN (%s)
        AND (c.relreplident = 'n' OR c.relreplident = 'd' AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary))
      ORDER BY 1, 2
      """;
}
