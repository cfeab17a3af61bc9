-- What was deleted at the cells that tenants have left.
CREATE SEQUENCE _system.purge_number;

CREATE TABLE _system.purges (
  id text PRIMARY KEY,
  move text NOT NULL REFERENCES _system.moves (id),
  tenant text NOT NULL,
  tenant_id text NOT NULL,
  database text NOT NULL,
  state text NOT NULL CHECK (state IN ('checking', 'deleting', 'done', 'refused')),
  epoch bigint NOT NULL,
  owner text,
  until timestamptz NOT NULL DEFAULT '-infinity',
  rows_found bigint NOT NULL DEFAULT 0,
  rows_deleted bigint NOT NULL DEFAULT 0,
  message text NOT NULL DEFAULT '',
  begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX one_open_purge_of_a_tenant ON _system.purges (tenant) WHERE state IN ('checking', 'deleting');
CREATE UNIQUE INDEX one_purge_of_a_move ON _system.purges (move) WHERE state = 'done';
COMMENT ON TABLE _system.purges IS 'Purges of what verified moves left at their source (database).';
COMMENT ON COLUMN _system.purges.state IS
  'checking: nothing is deleted yet · deleting: some rows are gone; the next rehome purge goes on · done · refused: nothing was deleted';
COMMENT ON COLUMN _system.purges.epoch IS 'The tenant''s epoch under which its worker deletes; a newer one of the tenant ends it.';
COMMENT ON COLUMN _system.purges.until IS 'The end of the worker''s lease, judged by this server''s clock alone.';
