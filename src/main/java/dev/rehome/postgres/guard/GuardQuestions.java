package dev.rehome.postgres.guard;

/**
 * What {@link GuardProblems} asks a database. Each answers rows of: blocks, subject, problem,
 * remedy.
 */
final class GuardQuestions {
  private GuardQuestions() {}

  /** Tables; the mover. */
  static final String NOT_OWNED =
      """
      SELECT true, c.oid::regclass::text,
             format('%%s is not a member of %%I, who owns the table and alone may put triggers on it',
               current_user, r.rolname),
             format('GRANT %%I TO ', r.rolname) || '%2$s'
      FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
      WHERE c.oid IN (%1$s) AND NOT pg_has_role(current_user, c.relowner, 'USAGE')
      ORDER BY 2
      """;

  /** The mover. */
  static final String CREATE_SCHEMA =
      """
      SELECT true, 'database ' || current_database(), current_user || ' may not create the schema _rehome',
             format('GRANT CREATE ON DATABASE %%I TO ', current_database()) || '%s'
      WHERE to_regnamespace('_rehome') IS NULL
        AND NOT has_database_privilege(current_database(), 'CREATE')
      """;

  /** The mover. */
  static final String SCHEMA_OF_ANOTHER =
      """
      SELECT true, 'schema _rehome', format('it belongs to %%I, not to %%I', r.rolname, current_user),
             'drop it if no move of another installation is open, or GRANT ' || quote_ident(r.rolname) || ' TO %s'
      FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
      WHERE n.nspname = '_rehome' AND NOT pg_has_role(current_user, n.nspowner, 'USAGE')
      """;

  /** Tables: foreign tables that are written through them. */
  static final String FOREIGN_CHILDREN =
      """
      WITH RECURSIVE below AS (
        SELECT i.inhrelid AS id, i.inhparent AS top FROM pg_inherits i WHERE i.inhparent IN (%s)
        UNION SELECT i.inhrelid, below.top FROM below JOIN pg_inherits i ON i.inhparent = below.id)
      SELECT DISTINCT true, c.oid::regclass::text,
             format('it is a foreign table below %%s; writes to it elsewhere cannot be refused',
               below.top::regclass),
             'detach it, or copy its rows into an ordinary table'
      FROM below JOIN pg_class c ON c.oid = below.id WHERE c.relkind = 'f'
      """;

  /** Tables into which a subscription writes: the guard would stop its worker for everybody. */
  static final String SUBSCRIBED =
      """
      SELECT true, s.srrelid::regclass::text,
             format('subscription %%s writes into it; a refused row would stop the subscription for all tenants',
               coalesce((SELECT quote_ident(min(v.subname)) FROM pg_stat_subscription v WHERE v.subid = s.srsubid), s.srsubid::text)),
             'disable or drop the subscription, or exclude the table'
      FROM pg_subscription_rel s WHERE s.srrelid IN (%s)
      """;

  /** Whether predicates are used; tables. A prepared transaction has no session that ends. */
  static final String PREPARED =
      """
      SELECT %1$s OR EXISTS (SELECT FROM pg_locks x
               JOIN pg_locks l ON l.pid IS NULL AND l.virtualtransaction = x.virtualtransaction
               WHERE x.pid IS NULL AND x.transactionid = p.transaction AND l.relation IN (%2$s)),
             format('prepared transaction %%L', p.gid),
             format('it is open since %%s and holds its locks until somebody ends it', p.prepared),
             format('COMMIT PREPARED %%1$L or ROLLBACK PREPARED %%1$L', p.gid)
      FROM pg_prepared_xacts p WHERE p.database = current_database()
      """;

  /** The mover. */
  static final String STATS =
      """
      SELECT true, 'role pg_read_all_stats',
             current_user || ' cannot see other sessions'' snapshots, which tables reached by a predicate need',
             'GRANT pg_read_all_stats TO %s'
      WHERE NOT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
      """;

  /** The mover. Any table may be read by a predicate. */
  static final String ROW_SECURITY =
      """
      SELECT true, c.oid::regclass::text,
             'its row security is forced on its owner too; a predicate that reads it would fail for every writer',
             'ALTER ROLE %s BYPASSRLS'
      FROM pg_class c
      WHERE c.relforcerowsecurity AND c.relrowsecurity
        AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
      """;

  /** The role as a literal, as a name; the mover. */
  static final String TENANT_ROLE =
      """
      SELECT true, 'role ' || %1$s, 'the tenant''s role does not exist', 'correct postgres.tenant-role'
      WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = %1$s)
      UNION ALL
      SELECT true, 'role ' || %1$s, current_user || ' may not take LOGIN from it',
             'ALTER ROLE %3$s CREATEROLE' || CASE WHEN current_setting('server_version_num')::int >= 160000
               THEN '; GRANT %2$s TO %3$s WITH ADMIN OPTION' ELSE '' END
      FROM pg_roles tenant, pg_roles mover
      WHERE tenant.rolname = %1$s AND mover.rolname = current_user AND NOT mover.rolsuper
        AND (NOT mover.rolcreaterole
          OR current_setting('server_version_num')::int >= 160000
             AND NOT pg_has_role(current_user, tenant.oid, 'USAGE WITH ADMIN OPTION'))
      UNION ALL
      SELECT true, 'role ' || %1$s, current_user || ' may not end its sessions', 'GRANT pg_signal_backend TO %3$s'
      WHERE NOT pg_has_role(current_user, 'pg_signal_backend', 'USAGE')
      """;

  /** The tenant's id; the place; the move. */
  static final String GUARDED =
      """
      SELECT true, 'tenant ' || g.tenant,
             format('it has a guard of move %%s there (state %%s)', g.move, g.state),
             CASE g.state WHEN 'moved'
               THEN 'the tenant lives at ' || g.moved_to || '; ask for a move from there'
               ELSE 'finish or undo that move first' END
      FROM _rehome.guard g
      WHERE g.tenant_id = %s AND g.place = %s AND g.move <> %s AND g.state <> 'open'
      """;
}
