-- A rehearsal is a move that copies and proves without a fence, and is then discarded. It has leases, chunks, checks and
-- a journal like any other; the journal refuses the phases that fence or place the tenant.

ALTER TABLE _system.jobs ADD COLUMN rehearsal boolean NOT NULL DEFAULT false;
ALTER TABLE _system.moves ADD COLUMN rehearsal boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN _system.moves.rehearsal IS 'Nothing was moved: copied and proven without a fence, then discarded.';

CREATE OR REPLACE VIEW _system.move_tenant_journal AS
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
       last.at AS updated_at,
       m.rehearsal
FROM _system.moves m
CROSS JOIN LATERAL (SELECT * FROM _system.journal j WHERE j.move = m.id ORDER BY j.seq DESC LIMIT 1) last
LEFT JOIN LATERAL (SELECT j.lsn FROM _system.journal j WHERE j.move = m.id AND j.lsn IS NOT NULL ORDER BY j.seq DESC LIMIT 1) durable ON true
LEFT JOIN LATERAL (SELECT w.wish FROM _system.wishes w WHERE w.move = m.id ORDER BY w.seq DESC LIMIT 1) wish ON true;

CREATE TABLE _system.lock_waits (
  move text PRIMARY KEY REFERENCES _system.moves (id),
  waits bigint NOT NULL,
  longest_ms bigint NOT NULL
);
COMMENT ON TABLE _system.lock_waits IS
  'How many sessions of others were seen to wait for a lock behind a move, looked at five times a second, and the longest wait.';

-- the repeatable migration that grants runs again only when it changes
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_runtime') THEN
    GRANT SELECT, INSERT, UPDATE ON _system.lock_waits TO rehome_runtime;
  END IF;
END
$$;
