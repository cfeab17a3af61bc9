-- Who owns what a schema holds, and who may do what with it: one row for each right, PUBLIC's holder is empty.
-- Parameter: the schema. What extensions brought is left out. An access list that was never touched is the built-in one.
WITH own AS MATERIALIZED (
  SELECT n.oid AS schema, n.nspowner, n.nspacl FROM pg_namespace n WHERE n.nspname = ?),
object (class, oid, belongs_to, subject, owner, acl) AS MATERIALIZED (
  SELECT 'pg_namespace'::regclass, own.schema, '', 'schema', own.nspowner, coalesce(own.nspacl, acldefault('n', own.nspowner)) FROM own
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, CASE WHEN c.relkind = 'S' THEN coalesce(t.relname, '') ELSE c.relname END,
    CASE c.relkind WHEN 'S' THEN CASE WHEN d.deptype = 'i' THEN 'identity ' ELSE '' END || 'sequence ' || c.relname WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
      WHEN 'f' THEN 'foreign table' ELSE 'table' END,
    c.relowner, coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, c.relowner))
  FROM pg_class c
  JOIN own ON own.schema = c.relnamespace
  LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class t ON t.oid = d.refobjid
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, '', 'type ' || t.typname, t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
  FROM pg_type t
  JOIN own ON own.schema = t.typnamespace
  LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typrelid = 0 OR c.relkind = 'c') AND t.typtype <> 'm' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, '', 'routine ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
  FROM pg_proc p
  JOIN own ON own.schema = p.pronamespace
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, '',
    'operator ' || o.oprname || ' ' || concat_ws(', ', format_type(nullif(o.oprleft, 0), NULL), format_type(nullif(o.oprright, 0), NULL)),
    o.oprowner, NULL
  FROM pg_operator o JOIN own ON own.schema = o.oprnamespace
  UNION ALL
  SELECT 'pg_collation'::regclass, c.oid, '', 'collation ' || c.collname, c.collowner, NULL FROM pg_collation c JOIN own ON own.schema = c.collnamespace
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, s.oid, t.relname, 'statistics ' || s.stxname, s.stxowner, NULL
  FROM pg_statistic_ext s JOIN own ON own.schema = s.stxnamespace JOIN pg_class t ON t.oid = s.stxrelid
  UNION ALL
  SELECT 'pg_ts_config'::regclass, c.oid, '', 'text search configuration ' || c.cfgname, c.cfgowner, NULL FROM pg_ts_config c JOIN own ON own.schema = c.cfgnamespace
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, d.oid, '', 'text search dictionary ' || d.dictname, d.dictowner, NULL FROM pg_ts_dict d JOIN own ON own.schema = d.dictnamespace),
ours AS MATERIALIZED (
  SELECT o.* FROM object o
  WHERE o.class = 'pg_namespace'::regclass
    OR NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.oid AND e.deptype = 'e')),
held AS (
  SELECT belongs_to, subject, '' AS what, owner AS holder, false AS grantable FROM ours
  UNION ALL
  SELECT o.belongs_to, o.subject, a.privilege_type, a.grantee, a.is_grantable FROM ours o CROSS JOIN LATERAL aclexplode(o.acl) AS a
  UNION ALL
  SELECT o.belongs_to, o.subject, a.privilege_type || ' (' || c.attname || ')', a.grantee, a.is_grantable
  FROM ours o
  JOIN pg_attribute c ON o.class = 'pg_class'::regclass AND c.attrelid = o.oid AND c.attnum > 0 AND NOT c.attisdropped
  CROSS JOIN LATERAL aclexplode(c.attacl) AS a
  UNION ALL
  SELECT o.belongs_to, 'policy ' || p.polname,
    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
      || CASE WHEN p.polpermissive THEN ' permitted' ELSE ' restricted' END, role, false
  FROM ours o
  JOIN pg_policy p ON o.class = 'pg_class'::regclass AND p.polrelid = o.oid
  CROSS JOIN LATERAL unnest(p.polroles) AS role)
SELECT h.belongs_to, h.subject, h.what, CASE WHEN h.holder = 0 THEN '' ELSE pg_get_userbyid(h.holder) END AS holder,
  bool_or(h.grantable) AS grantable
FROM held h
GROUP BY h.belongs_to, h.subject, h.what, h.holder
