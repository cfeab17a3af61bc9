-- An operator may suspend a route in the process that works on a move: the move stands still until it is resumed.
ALTER TABLE _system.leases ADD COLUMN suspended_route text;
COMMENT ON COLUMN _system.leases.suspended_route IS 'The route that the move waits for, told by the worker that holds the lease.';

CREATE OR REPLACE VIEW _system.move_tenant_journal AS
SELECT m.tenant,
       m.id AS move,
       last.phase,
       m.source_database,
       m.target_database,
       durable.lsn AS last_durable_lsn,
       CASE WHEN last.status = 'running' AND (wish.wish = 'pause' OR stands.still) THEN 'paused' ELSE last.status END AS status,
       last.mark,
       CASE last.undo WHEN 'NONE' THEN '' WHEN 'CLEAN' THEN 'done' ELSE 'pending' END AS clean_up,
       last.epoch,
       CASE WHEN stands.still THEN concat_ws('; ', 'the route ' || stands.route || ' is suspended', nullif(last.message, ''))
            ELSE last.message END AS message,
       m.tenant_id,
       m.job,
       m.created_at AS started_at,
       last.at AS updated_at,
       m.rehearsal
FROM _system.moves m
CROSS JOIN LATERAL (SELECT * FROM _system.journal j WHERE j.move = m.id ORDER BY j.seq DESC LIMIT 1) last
LEFT JOIN LATERAL (SELECT j.lsn FROM _system.journal j WHERE j.move = m.id AND j.lsn IS NOT NULL ORDER BY j.seq DESC LIMIT 1) durable ON true
LEFT JOIN LATERAL (SELECT w.wish FROM _system.wishes w WHERE w.move = m.id ORDER BY w.seq DESC LIMIT 1) wish ON true
LEFT JOIN LATERAL (SELECT l.suspended_route AS route,
                          l.suspended_route IS NOT NULL AND l.until > clock_timestamp() AS still
                   FROM _system.leases l WHERE l.move = m.id) stands ON true;
