-- The objects of a tenant that a move works on: written page by page while the prefix is listed.
CREATE TABLE _system.object_lists (
  move text PRIMARY KEY REFERENCES _system.moves (id),
  objects bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  last_name text NOT NULL DEFAULT '',
  complete boolean NOT NULL DEFAULT false
);

CREATE TABLE _system.objects (
  move text NOT NULL REFERENCES _system.moves (id),
  number bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL,
  etag text NOT NULL,
  modified timestamptz NOT NULL,
  written_etag text,
  sha256 text,
  PRIMARY KEY (move, number)
);
CREATE UNIQUE INDEX objects_by_name ON _system.objects (move, name);
COMMENT ON TABLE _system.objects IS
  'The manifest of objects; a row goes before its object is written, written_etag after. Emptied when the move is undone, or its source purged.';
COMMENT ON COLUMN _system.objects.name IS 'The key without the tenant''s prefix.';
