-- The control store: the truth about every move. Run by the migration role, which owns it;
-- the program works as rehome_runtime, which may not change what is append-only.

CREATE TABLE _system.tenants (
  name text PRIMARY KEY,
  tenant_id text NOT NULL,
  database text NOT NULL,
  epoch bigint NOT NULL DEFAULT 0,
  registered_by text NOT NULL,
  placed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE _system.tenants IS 'The placement: which cell serves a tenant.';
COMMENT ON COLUMN _system.tenants.database IS 'The cell that serves the tenant; the only truth about it.';
COMMENT ON COLUMN _system.tenants.epoch IS 'The tenant''s fencing token; it only grows.';

CREATE SEQUENCE _system.move_number;

CREATE TABLE _system.moves (
  id text PRIMARY KEY,
  job text NOT NULL,
  tenant text NOT NULL,
  tenant_id text NOT NULL,
  source_database text NOT NULL,
  target_database text NOT NULL,
  options jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE _system.jobs (
  id text PRIMARY KEY,
  origin text NOT NULL,
  tenant text NOT NULL,
  tenant_id text NOT NULL,
  source_database text NOT NULL,
  target_database text NOT NULL,
  move text REFERENCES _system.moves (id),
  submitted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  outcome jsonb,
  outcome_at timestamptz
);
COMMENT ON COLUMN _system.jobs.outcome IS 'What the job''s id answers for good.';

CREATE TABLE _system.journal (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  move text NOT NULL REFERENCES _system.moves (id),
  epoch bigint NOT NULL,
  phase text NOT NULL CHECK (phase IN ('PREFLIGHT', 'DRAIN', 'SNAPSHOT', 'CUTOVER', 'RESUME')),
  mark text NOT NULL CHECK (mark IN ('INTENT', 'DURABLE')),
  status text NOT NULL CHECK (status IN ('running', 'paused', 'done', 'refused', 'aborted', 'rolled_back', 'needs_hand')),
  undo text NOT NULL DEFAULT 'NONE' CHECK (undo IN ('NONE', 'DECIDED', 'UNFENCED', 'CLEAN')),
  lsn pg_lsn,
  message text NOT NULL DEFAULT '',
  detail jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX journal_by_move ON _system.journal (move, seq DESC);
COMMENT ON TABLE _system.journal IS 'Append-only; the last record of a move says where it stands.';

-- One row for each move; over when nothing is left to be done for it.
CREATE TABLE _system.leases (
  move text PRIMARY KEY REFERENCES _system.moves (id),
  tenant text NOT NULL,
  epoch bigint NOT NULL DEFAULT 0,
  owner text,
  until timestamptz NOT NULL DEFAULT '-infinity',
  next_attempt timestamptz NOT NULL DEFAULT '-infinity',
  over boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX one_open_move_of_a_tenant ON _system.leases (tenant) WHERE NOT over;
COMMENT ON COLUMN _system.leases.until IS 'Judged by this server''s clock alone.';

CREATE TABLE _system.plans (
  move text NOT NULL REFERENCES _system.moves (id),
  component text NOT NULL,
  position text NOT NULL,
  chunks integer NOT NULL,
  checks integer NOT NULL,
  planned_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (move, component)
);

CREATE TABLE _system.chunks (
  move text NOT NULL REFERENCES _system.moves (id),
  component text NOT NULL,
  chunk text NOT NULL,
  wave integer NOT NULL,
  spec jsonb NOT NULL,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'claimed', 'done', 'retry')),
  epoch bigint,
  copied_rows bigint,
  copied_bytes bigint,
  digest text,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (move, component, chunk),
  CHECK (state <> 'done' OR (copied_rows IS NOT NULL AND copied_bytes IS NOT NULL AND digest IS NOT NULL))
);
COMMENT ON TABLE _system.chunks IS 'The manifest''s chunks with their receipts: the copy routes'' idempotent repository.';

CREATE TABLE _system.planned_checks (
  move text NOT NULL REFERENCES _system.moves (id),
  component text NOT NULL,
  name text NOT NULL,
  subject text NOT NULL,
  PRIMARY KEY (move, component, name, subject)
);

CREATE TABLE _system.checks (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  move text NOT NULL REFERENCES _system.moves (id),
  epoch bigint NOT NULL,
  component text NOT NULL,
  name text NOT NULL,
  subject text NOT NULL,
  passed boolean NOT NULL,
  source_value text NOT NULL,
  target_value text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX checks_by_move ON _system.checks (move, epoch);

CREATE TABLE _system.wishes (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  move text NOT NULL REFERENCES _system.moves (id),
  wish text NOT NULL CHECK (wish IN ('pause', 'resume', 'rollback')),
  asked_by text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE _system.wishes IS 'Written by any process, obeyed by the lease holder at the next chunk; the last one counts.';

CREATE TABLE _system.outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  topic text NOT NULL,
  body jsonb NOT NULL,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  sent_at timestamptz
);

CREATE TABLE _system.audit (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor text NOT NULL,
  action text NOT NULL,
  move text,
  tenant text,
  result text NOT NULL CHECK (result IN ('success', 'failure', 'refusal')),
  detail text NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL
);
COMMENT ON TABLE _system.audit IS 'Append-only by privilege and trigger; each row''s hash covers the one before it.';

CREATE FUNCTION _system.audit_hash(previous text, at timestamptz, actor text, action text, move text, tenant text, result text, detail text)
RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog SET TimeZone = 'UTC' AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(previous, at::text, actor, action, move, tenant, result, detail)::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION _system.write_audit(actor text, action text, move text, tenant text, result text, detail text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  previous text;
  stamp timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(7346631);
  SELECT a.hash INTO previous FROM _system.audit a ORDER BY a.seq DESC LIMIT 1;
  previous := coalesce(previous, '');
  stamp := clock_timestamp();
  INSERT INTO _system.audit (at, actor, action, move, tenant, result, detail, previous_hash, hash)
  VALUES (stamp, actor, action, move, tenant, result, detail, previous,
          _system.audit_hash(previous, stamp, actor, action, move, tenant, result, detail));
END
$$;

CREATE FUNCTION _system.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION '_system.% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON _system.journal FOR EACH STATEMENT EXECUTE FUNCTION _system.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON _system.audit FOR EACH STATEMENT EXECUTE FUNCTION _system.refuse_change();

CREATE TABLE _system.sessions (
  database text NOT NULL,
  pid integer NOT NULL,
  tenant_id text NOT NULL,
  application text NOT NULL,
  state text NOT NULL,
  since timestamptz,
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (database, tenant_id, pid)
);

CREATE VIEW _system.active_sessions AS
SELECT tenant_id, database, pid, application, state, since, seen_at
FROM _system.sessions
WHERE seen_at > clock_timestamp() - interval '10 seconds';
COMMENT ON VIEW _system.active_sessions IS
  'Sessions of tenants, looked at every second while a move, a plan or run lives: those of the tenant''s own role and those that hold its guard. A pooled session that is neither cannot be told apart and is not here.';

CREATE VIEW _system.move_tenant_journal AS
SELECT m.tenant,
       m.id AS move,
       last.phase,
       m.source_database,
       m.target_database,
       durable.lsn AS last_durable_lsn,
       CASE WHEN last.status = 'running' AND wish.wish = 'pause' THEN 'paused' ELSE last.status END AS status,
       last.mark,
       CASE last.undo WHEN 'NONE' THEN '' WHEN 'CLEAN' THEN 'done' ELSE 'pending' END AS clean_up,
       last.epoch,
       last.message,
       m.tenant_id,
       m.job,
       m.created_at AS started_at,
       last.at AS updated_at
FROM _system.moves m
CROSS JOIN LATERAL (SELECT * FROM _system.journal j WHERE j.move = m.id ORDER BY j.seq DESC LIMIT 1) last
LEFT JOIN LATERAL (SELECT j.lsn FROM _system.journal j WHERE j.move = m.id AND j.lsn IS NOT NULL ORDER BY j.seq DESC LIMIT 1) durable ON true
LEFT JOIN LATERAL (SELECT w.wish FROM _system.wishes w WHERE w.move = m.id ORDER BY w.seq DESC LIMIT 1) wish ON true;
COMMENT ON VIEW _system.move_tenant_journal IS 'One row for each move: its last journal record.';
