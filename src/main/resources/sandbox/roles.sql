-- The roles of a cell's server. The mover is no superuser: what it has is what a move needs.
DO $$
BEGIN
  IF to_regrole('mover') IS NULL THEN
    CREATE ROLE app_owner NOLOGIN;
    CREATE ROLE reporting NOLOGIN;
    CREATE ROLE app_rw LOGIN PASSWORD 'app_rw';
    CREATE ROLE mover LOGIN NOSUPERUSER PASSWORD 'mover';
    GRANT app_owner TO mover;
    GRANT pg_signal_backend, pg_read_all_stats TO mover;
  END IF;
END
$$;
