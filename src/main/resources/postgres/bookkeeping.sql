-- What a move keeps in a cell's own database, so that rows, receipt and epoch share one transaction.
-- Made by the first move that needs it, dropped by the last; owned by the mover, granted to nobody.
CREATE SCHEMA IF NOT EXISTS _rehome;

-- The guard: one row for each tenant that is fenced here. It decides whether the tenant's writes pass.
CREATE TABLE IF NOT EXISTS _rehome.guard (
  tenant_id text PRIMARY KEY,
  tenant text NOT NULL,
  move text NOT NULL,
  epoch bigint NOT NULL,
  -- arming: writes pass, triggers are being put up · closed: refused until the deadline · sealed: refused, no deadline
  -- broken: the deadline passed and a write was let in · open: lifted · moved: the tenant lives elsewhere, refused for good
  state text NOT NULL CHECK (state IN ('arming', 'closed', 'sealed', 'broken', 'open', 'moved')),
  place text NOT NULL CHECK (place IN ('source', 'target')),
  until timestamptz,
  moved_to text
);

-- Announced before the guard's row is taken: new transactions of the tenant are refused while the old ones finish.
CREATE TABLE IF NOT EXISTS _rehome.announced (
  tenant_id text PRIMARY KEY,
  move text NOT NULL,
  epoch bigint NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL
);

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
  xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
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
