-- Runs after any script has run, also a new component's: its tables are marked by a comment that begins with "Of a component", and are the
-- runtime role's to change. The control store's own are in R__runtime_role.sql.
DO $$
DECLARE
  name text;
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_runtime') THEN
    FOR name IN
      SELECT c.relname FROM pg_class c
      WHERE c.relnamespace = '_system'::regnamespace AND c.relkind IN ('r', 'p')
        AND starts_with(obj_description(c.oid, 'pg_class'), 'Of a component')
    LOOP
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON _system.%I TO rehome_runtime', name);
    END LOOP;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA _system TO rehome_runtime;
  END IF;
END
$$;
