-- What a move keeps in a cell's own database, so that rows, receipt and epoch share one transaction.
-- Made by the first move that needs it, dropped by the last; owned by the mover, granted to nobody.
CREATE SCHEMA IF NOT EXISTS _rehome;

-- The guard: one row for each tenant that is fenced here. It decides whether the tenant's writes pass; writers share-lock it.
-- A tenant that returns has two: the source's, moved, of the move that took it away, and the target's of the move that brings it.
CREATE TABLE IF NOT EXISTS _rehome.guard (
  tenant_id text NOT NULL,
  place text NOT NULL CHECK (place IN ('source', 'target')),
  tenant text NOT NULL,
  move text NOT NULL,
  -- who changed it last; the epoch in force is the announcement's, which no writer can hold up
  epoch bigint NOT NULL,
  -- arming: writes pass, triggers are being put up · closed: refused until the deadline · sealed: refused, no deadline
  -- broken: the deadline passed and a write was let in · open: lifted · moved: the tenant lives elsewhere, refused for good
  state text NOT NULL CHECK (state IN ('arming', 'closed', 'sealed', 'broken', 'open', 'moved')),
  until timestamptz,
  moved_to text,
  PRIMARY KEY (tenant_id, place)
);

-- Announced before the guard's row is taken: new transactions of the tenant are refused while the old ones finish.
-- Writers only read it, so a mover that changes a guard takes this row first: it holds the epoch in force.
CREATE TABLE IF NOT EXISTS _rehome.announced (
  tenant_id text NOT NULL,
  place text NOT NULL,
  move text NOT NULL,
  epoch bigint NOT NULL,
  since timestamptz NOT NULL,
  -- -infinity: not announced. A dead mover's announcement lapses
  until timestamptz NOT NULL,
  -- the tenant's own role, if it could log in before the guard was sealed
  login_role text,
  PRIMARY KEY (tenant_id, place)
);

-- Which tenants the triggers of a table ask for, and how a row is known to be theirs: "column" compares OLD and NEW by
-- the test, "predicate" evaluates it under the path over the row, which the alias names (also on a partition it is the
-- partitioned table's name, which the predicate was written for), "whole" takes every row.
CREATE TABLE IF NOT EXISTS _rehome.guarded (
  leaf oid NOT NULL,
  tenant_id text NOT NULL,
  place text NOT NULL,
  reach text NOT NULL CHECK (reach IN ('column', 'predicate', 'whole')),
  test text NOT NULL,
  alias text NOT NULL,
  path text NOT NULL,
  PRIMARY KEY (leaf, tenant_id, place)
);

-- Lets the transaction write for the tenant, or refuses it. Runs as the mover, called by the triggers' functions.
CREATE OR REPLACE FUNCTION _rehome.admit(of_tenant text, of_place text) RETURNS void LANGUAGE plpgsql AS $admit$
DECLARE
  mine text := pg_catalog.txid_current()::text;
  mark text := coalesce(pg_catalog.current_setting('rehome.admitted', true), '');
  sign text := ' x' || pg_catalog.encode(pg_catalog.convert_to(of_tenant, 'UTF8'), 'hex') || ' ';
  seen record;
  now_state text;
BEGIN
  IF split_part(mark, ' ', 1) <> mine THEN
    mark := mine || ' ';
  ELSIF strpos(mark, sign) > 0 THEN
    RETURN;  -- it wrote for the tenant before, or is the mover: it may finish
  END IF;
  LOOP
    SELECT g.*, g.until < clock_timestamp() AS late,
           EXISTS (SELECT FROM _rehome.announced a
                   WHERE a.tenant_id = of_tenant AND a.place = of_place AND a.until > clock_timestamp()) AS announced
      INTO seen FROM _rehome.guard g WHERE g.tenant_id = of_tenant AND g.place = of_place;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'tenant id % has a guard that this transaction cannot see', of_tenant USING
        ERRCODE = '40001',
        DETAIL = 'The snapshot is older than the guard in _rehome.guard, or the row was removed by hand.',
        HINT = 'Run the transaction again.';
    ELSIF seen.state = 'moved' THEN
      RAISE EXCEPTION 'tenant % was moved to % (move %)', seen.tenant, seen.moved_to, seen.move USING ERRCODE = 'RH001';
    ELSIF seen.state = 'sealed' OR seen.state = 'closed' AND NOT seen.late OR seen.state = 'arming' AND seen.announced THEN
      -- without the row's lock: refused writers must never hold up the mover
      RAISE EXCEPTION 'tenant % is being moved (move %)', seen.tenant, seen.move USING ERRCODE = 'RH001';
    ELSIF seen.state = 'closed' THEN
      -- the deadline has passed; the first writer to have the row says so for good
      PERFORM FROM _rehome.guard g WHERE g.tenant_id = of_tenant AND g.place = of_place FOR UPDATE;
      UPDATE _rehome.guard g SET state = 'broken'
        WHERE g.tenant_id = of_tenant AND g.place = of_place AND g.state = 'closed' AND g.until < clock_timestamp();
      EXIT WHEN FOUND;
    ELSE
      SELECT g.state INTO now_state FROM _rehome.guard g
        WHERE g.tenant_id = of_tenant AND g.place = of_place FOR SHARE;
      EXIT WHEN now_state IN ('arming', 'open', 'broken');
    END IF;
  END LOOP;
  -- so that a drain can name those who hold the row: row locks are not in pg_locks
  PERFORM pg_advisory_xact_lock_shared(734663, hashtext(of_tenant));
  PERFORM set_config('rehome.admitted', rtrim(mark) || sign, true);
END
$admit$;

-- The epoch of each move that writes here. A chunk takes its row FOR SHARE, a takeover raises it.
CREATE TABLE IF NOT EXISTS _rehome.lease (
  move text PRIMARY KEY,
  epoch bigint NOT NULL
);

-- Receipts of chunks, written in the transaction that wrote the chunk's rows (xid).
CREATE TABLE IF NOT EXISTS _rehome.receipt (
  move text NOT NULL,
  chunk text NOT NULL,
  epoch bigint NOT NULL,
  copied_rows bigint NOT NULL,
  copied_bytes bigint NOT NULL,
  digest text NOT NULL,
  detail text NOT NULL DEFAULT '',
  xid bigint NOT NULL DEFAULT pg_catalog.txid_current(),
  PRIMARY KEY (move, chunk)
);

-- Catalog objects that a move made or changed here, written in the transaction that did it: what to undo, last first.
CREATE TABLE IF NOT EXISTS _rehome.made (
  move text NOT NULL,
  ordinal bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  identity text NOT NULL,
  undo text NOT NULL,
  PRIMARY KEY (move, ordinal)
);

-- The keys of the rows of shared tables that a move brought here, written in the transaction that brought them, as text.
CREATE TABLE IF NOT EXISTS _rehome.brought (
  move text NOT NULL REFERENCES _rehome.lease ON DELETE CASCADE,
  of_table text NOT NULL,
  key text[] NOT NULL,
  PRIMARY KEY (move, of_table, key)
);

-- The files of rows of a move's point-in-time artifact, written in the transaction that wrote the rows here: those without
-- a row here count for nothing. Relation: the physical table whose blocks they depend on, or nothing.
CREATE TABLE IF NOT EXISTS _rehome.artifact (
  move text NOT NULL,
  file text NOT NULL,
  relation text NOT NULL,
  epoch bigint NOT NULL,
  kept_rows bigint NOT NULL,
  kept_bytes bigint NOT NULL,
  sha256 text NOT NULL,
  detail text NOT NULL,
  PRIMARY KEY (move, file)
);

-- The keys of a departed tenant's rows that only a predicate tells from those of others, from before the first of anything
-- is purged: what the predicate reads may go before them. A row without a key is known by a digest, which several may share.
CREATE TABLE IF NOT EXISTS _rehome.leaving (
  move text NOT NULL,
  of_table text NOT NULL,
  key text NOT NULL,
  left_there bigint NOT NULL,
  PRIMARY KEY (move, of_table, key)
);

-- A tenant of whom no row is left is asked for when a row is written, and no more when one is deleted or a table truncated.
ALTER TABLE _rehome.guarded ADD COLUMN IF NOT EXISTS purged boolean NOT NULL DEFAULT false;
