-- A phase in which what needs no fence is copied, before DRAIN: chunks are of it or of SNAPSHOT, and each of both is planned.
-- What was planned before was planned under the fence.
ALTER TABLE _system.journal DROP CONSTRAINT journal_phase_check;
ALTER TABLE _system.journal ADD CONSTRAINT journal_phase_check
  CHECK (phase IN ('PREFLIGHT', 'COPY', 'DRAIN', 'SNAPSHOT', 'CUTOVER', 'RESUME'));

ALTER TABLE _system.plans ADD COLUMN phase text NOT NULL DEFAULT 'SNAPSHOT' CHECK (phase IN ('COPY', 'SNAPSHOT'));
ALTER TABLE _system.plans ALTER COLUMN phase DROP DEFAULT;
ALTER TABLE _system.plans DROP CONSTRAINT plans_pkey;
ALTER TABLE _system.plans ADD PRIMARY KEY (move, component, phase);
COMMENT ON COLUMN _system.plans.phase IS 'In which it was planned; its chunks may be of a later one.';

ALTER TABLE _system.chunks ADD COLUMN phase text NOT NULL DEFAULT 'SNAPSHOT' CHECK (phase IN ('COPY', 'SNAPSHOT'));
ALTER TABLE _system.chunks ALTER COLUMN phase DROP DEFAULT;
COMMENT ON COLUMN _system.chunks.phase IS 'In which it is copied.';
