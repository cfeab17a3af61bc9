-- When the worker of a move was last heard of: the lease alone says only until when it may work.
ALTER TABLE _system.leases ADD heartbeat_at timestamptz;
COMMENT ON COLUMN _system.leases.owner IS 'Who works on the move: user@host, process; null when nobody does.';
COMMENT ON COLUMN _system.leases.heartbeat_at IS 'When a worker of the move last renewed its lease, by this server''s clock.';
