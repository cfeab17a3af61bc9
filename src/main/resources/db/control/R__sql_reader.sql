-- What `rehome sql` works as: a role that may only read, within a function, which it cannot leave for another role. Where
-- the migration role may not make it, there is no function either. Runs again whenever it changes; runs after the runtime role.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_reader') THEN
    CREATE ROLE rehome_reader NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, 'rehome_reader', 'MEMBER') THEN
    EXECUTE format('GRANT rehome_reader TO %I', current_user);
  END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation OR internal_error THEN
  RAISE NOTICE 'the role that reads could not be made: %', SQLERRM;
END
$$;

DROP FUNCTION IF EXISTS _system.ask(text);

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_reader' AND pg_has_role(current_user, oid, 'MEMBER')) THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA _system TO rehome_reader;
  GRANT SELECT ON ALL TABLES IN SCHEMA _system TO rehome_reader;
  ALTER DEFAULT PRIVILEGES IN SCHEMA _system GRANT SELECT ON TABLES TO rehome_reader;

  CREATE FUNCTION _system.ask(statement text) RETURNS SETOF text[] LANGUAGE plpgsql SECURITY DEFINER AS $body$
  BEGIN
    RETURN QUERY EXECUTE statement;
  END
  $body$;
  COMMENT ON FUNCTION _system.ask IS 'Answers a query as rehome_reader, whose function it is.';
  REVOKE EXECUTE ON FUNCTION _system.ask(text) FROM PUBLIC;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_runtime') THEN
    GRANT EXECUTE ON FUNCTION _system.ask(text) TO rehome_runtime;
  END IF;
  -- whose a function shall be must be allowed to make one there, for that moment
  GRANT CREATE ON SCHEMA _system TO rehome_reader;
  ALTER FUNCTION _system.ask(text) OWNER TO rehome_reader;
  REVOKE CREATE ON SCHEMA _system FROM rehome_reader;
END
$$;
