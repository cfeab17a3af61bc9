-- Takes one move that has work left, whose lease is free or has run out and that is not paused, with the tenant's next
-- epoch. One statement; several processes may run it at once. :#only is a move's id, or null for any; :#held are those
-- that this process holds: asleep for longer than its lease, it must not work on a move twice at once. A pause keeps
-- nobody from a move whose guard has no deadline any more, or that is being undone: the tenant would wait for it.
WITH candidate AS (
  SELECT l.move, l.tenant FROM _system.leases l
  WHERE NOT l.over AND l.until < clock_timestamp() AND l.next_attempt <= clock_timestamp()
    AND (CAST(:#only AS text) IS NULL OR l.move = CAST(:#only AS text))
    AND NOT l.move = ANY (string_to_array(CAST(:#held AS text), ','))
    AND (coalesce((SELECT w.wish FROM _system.wishes w WHERE w.move = l.move
                   ORDER BY w.seq DESC LIMIT 1), '') <> 'pause'
         OR (SELECT j.phase IN ('CUTOVER', 'RESUME') OR j.undo <> 'NONE' FROM _system.journal j
             WHERE j.move = l.move ORDER BY j.seq DESC LIMIT 1))
  ORDER BY l.next_attempt, l.move
  FOR UPDATE SKIP LOCKED LIMIT 1),
epoch AS (
  UPDATE _system.tenants t SET epoch = t.epoch + 1 FROM candidate c
  WHERE t.name = c.tenant RETURNING t.name, t.epoch)
UPDATE _system.leases l
SET epoch = e.epoch, owner = :#owner, heartbeat_at = clock_timestamp(), suspended_route = NULL,
  until = clock_timestamp() + make_interval(secs => CAST(:#seconds AS double precision))
FROM candidate c JOIN epoch e ON e.name = c.tenant
WHERE l.move = c.move
RETURNING l.move, l.epoch
