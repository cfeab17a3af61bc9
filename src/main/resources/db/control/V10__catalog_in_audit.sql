-- The catalog in the audit's chain: what the program writes of a tenant's placement and of a job's request it also tells the
-- audit, so that `audit verify` notices what somebody else changed.
CREATE FUNCTION _system.placement_of(t _system.tenants) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT format('id %s, served by %s', t.tenant_id, t.database)
$$;

CREATE FUNCTION _system.request_of(j _system.jobs) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT format('%s (id %s) from %s to %s%s', j.tenant, j.tenant_id, j.source_database, j.target_database,
                CASE WHEN j.rehearsal THEN ', a rehearsal' ELSE '' END)
$$;

CREATE FUNCTION _system.audit_placement(actor text, move text, tenant text)
RETURNS void LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT _system.write_audit(actor, 'placement', move, tenant, 'success',
    coalesce((SELECT _system.placement_of(t) FROM _system.tenants t WHERE t.name = tenant), 'forgotten'))
$$;

CREATE FUNCTION _system.audit_request(actor text, job text)
RETURNS void LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT _system.write_audit(actor, 'request ' || j.id, j.move, j.tenant, 'success', _system.request_of(j))
  FROM _system.jobs j WHERE j.id = job
$$;

-- one row for each that does not agree with what the audit was told last of it
CREATE VIEW _system.catalog_breaks AS
WITH told AS (
  SELECT DISTINCT ON (action, CASE WHEN action = 'placement' THEN tenant END) seq, action, tenant, detail
  FROM _system.audit WHERE action = 'placement' OR action LIKE 'request %'
  ORDER BY action, CASE WHEN action = 'placement' THEN tenant END, seq DESC),
found AS (
  SELECT 'placement' AS action, t.name AS tenant, _system.placement_of(t) AS detail FROM _system.tenants t
  UNION ALL
  SELECT 'request ' || j.id, j.tenant, _system.request_of(j) FROM _system.jobs j)
SELECT coalesce(told.seq, 0) AS seq, coalesce(told.action, found.action) AS action, coalesce(told.tenant, found.tenant) AS tenant,
       coalesce(told.detail, 'nothing') AS told, coalesce(found.detail, 'no such row') AS found
FROM told FULL JOIN found ON told.action = found.action AND (told.action <> 'placement' OR told.tenant = found.tenant)
WHERE coalesce(nullif(told.detail, 'forgotten'), '') <> coalesce(found.detail, '');
COMMENT ON VIEW _system.catalog_breaks IS 'Tenants and jobs that are not as the audit was told; none if only the program wrote them.';

-- what was there before is taken as it is
SELECT count(_system.audit_placement('migration', NULL, name)) FROM (SELECT name FROM _system.tenants ORDER BY name) t;
SELECT count(_system.audit_request('migration', id)) FROM (SELECT id FROM _system.jobs ORDER BY submitted_at, id) j;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rehome_runtime') THEN
    GRANT SELECT ON _system.catalog_breaks TO rehome_runtime;
  END IF;
END
$$;
