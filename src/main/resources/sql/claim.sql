-- Takes one move that has work left, whose lease is free or has run out and that is not paused, with the tenant's next
-- epoch. One statement; several processes may run it at once. :#only is a move's id, or null for any.
WITH candidate AS (
  SELECT l.move, l.tenant FROM _system.leases l
  WHERE NOT l.over AND l.until < clock_timestamp() AND l.next_attempt <= clock_timestamp()
    AND (CAST(:#only AS text) IS NULL OR l.move = CAST(:#only AS text))
    AND coalesce((SELECT w.wish FROM _system.wishes w WHERE w.move = l.move
                  ORDER BY w.seq DESC LIMIT 1), '') <> 'pause'
  ORDER BY l.next_attempt, l.move
  FOR UPDATE SKIP LOCKED LIMIT 1),
epoch AS (
  UPDATE _system.tenants t SET epoch = t.epoch + 1 FROM candidate c
  WHERE t.name = c.tenant RETURNING t.name, t.epoch)
UPDATE _system.leases l
SET epoch = e.epoch, owner = :#owner, until = clock_timestamp() + make_interval(secs => CAST(:#seconds AS double precision))
FROM candidate c JOIN epoch e ON e.name = c.tenant
WHERE l.move = c.move
RETURNING l.move, l.epoch
