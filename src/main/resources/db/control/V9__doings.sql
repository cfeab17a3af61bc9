-- What the worker of a move is just doing, for people: told about twice a second, and nothing depends on it.
CREATE TABLE _system.doings (
  move text NOT NULL REFERENCES _system.moves (id),
  component text NOT NULL,
  doing text NOT NULL,
  done bigint NOT NULL,
  of_all bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (move, component)
);
