-- How a component's stores stood when its proof began, and what was brought up to date before RESUME, in the component's own words:
-- the last looks before and after RESUME, by whatever worker, compare with it. Append-only, like the checks.
CREATE TABLE _system.looks (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  move text NOT NULL REFERENCES _system.moves (id),
  epoch bigint NOT NULL,
  component text NOT NULL,
  moment text NOT NULL CHECK (moment IN ('proof', 'resume')),
  noted text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX looks_by_move ON _system.looks (move, component, seq DESC);
