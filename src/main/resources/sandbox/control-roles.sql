-- The control store's role: it makes the runtime role itself.
DO $$
BEGIN
  IF to_regrole('rehome') IS NULL THEN
    CREATE ROLE rehome LOGIN CREATEROLE NOSUPERUSER PASSWORD 'rehome';
  END IF;
END
$$;
