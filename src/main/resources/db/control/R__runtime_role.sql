-- The runtime role. A migration role that may not create roles works as itself: the triggers still refuse.
-- Runs again whenever it changes; ${flyway:timestamp} is not used, so that it runs once. Changed last for _system.looks, which is only added to.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_runtime') THEN
    CREATE ROLE rehome_runtime NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, 'rehome_runtime', 'MEMBER') THEN
    EXECUTE format('GRANT rehome_runtime TO %I', current_user);
  END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation OR internal_error THEN
  RAISE NOTICE 'the runtime role could not be made: %', SQLERRM;
END
$$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_runtime') THEN
    GRANT USAGE ON SCHEMA _system TO rehome_runtime;
    GRANT SELECT ON ALL TABLES IN SCHEMA _system TO rehome_runtime;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA _system TO rehome_runtime;
    GRANT INSERT ON ALL TABLES IN SCHEMA _system TO rehome_runtime;
    GRANT UPDATE, DELETE ON _system.tenants, _system.jobs, _system.leases, _system.plans, _system.chunks,
      _system.planned_checks, _system.outbox, _system.sessions, _system.lock_waits, _system.object_lists, _system.objects, _system.doings TO rehome_runtime;
    GRANT UPDATE ON _system.purges TO rehome_runtime;
    REVOKE INSERT ON _system.schema_history FROM rehome_runtime;
  END IF;
END
$$;
