-- Every definition that a schema holds, one row each. The search path makes names of both sides print alike.
-- Parameter: the schema. What extensions brought is left out, and what pg_dump does: the clones of foreign keys that
-- partitions have, under names of their own (the partitioned table's says it all), and indexes that failed to be made.
-- What is stored or planned otherwise, and gives every answer alike, has subjects of its own that begin with "tuning".
WITH own AS MATERIALIZED (
  SELECT n.oid AS schema FROM pg_namespace n WHERE n.nspname = ?),
relation AS MATERIALIZED (
  SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
    c.reloptions, c.reltoastrelid, c.reloftype, c.relpartbound
  FROM pg_class c JOIN own ON own.schema = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'))
SELECT '' AS belongs_to, '' AS subject, '' AS definition WHERE false
UNION ALL
SELECT r.relname,
  CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
  concat_ws(' ',
    CASE r.relpersistence WHEN 'u' THEN 'unlogged' END,
    CASE WHEN r.relrowsecurity THEN 'row security' END,
    CASE WHEN r.relforcerowsecurity THEN 'forced' END,
    'replica identity ' || CASE WHEN r.relkind IN ('r', 'p', 'm') THEN r.relreplident::text ELSE '' END,
    CASE WHEN r.relkind = 'v' THEN (SELECT string_agg(option, ', ' ORDER BY option) FROM unnest(r.reloptions) AS option) END,
    CASE WHEN r.relkind = 'p' THEN 'partition by ' || pg_get_partkeydef(r.oid) END,
    CASE WHEN r.relispartition THEN pg_get_expr(r.relpartbound, r.oid) END,
    CASE WHEN r.reloftype <> 0 THEN 'of ' || r.reloftype::regtype END,
    (SELECT 'inherits ' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = r.oid),
    CASE WHEN r.relkind IN ('v', 'm') THEN 'as ' || pg_get_viewdef(r.oid, true) END)
FROM relation r
UNION ALL
SELECT r.relname, 'column ' || a.attname,
  concat_ws(' ',
    format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END,
    -- from 17 on a partition has its parent's identity; before, the parent alone
    CASE WHEN r.relispartition AND EXISTS (SELECT FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent
        AND p.attname = a.attname WHERE i.inhrelid = r.oid AND p.attidentity <> '') THEN NULL
      WHEN a.attidentity = 'a' THEN 'identity always' WHEN a.attidentity = 'd' THEN 'identity by default' END,
    -- pg_dump writes DEFAULT NULL where a child has none of its parent's default; the server keeps it as a cast to the type
    CASE WHEN d.oid IS NOT NULL AND NOT (a.attgenerated = '' AND t.typdefault IS NULL
        AND pg_get_expr(d.adbin, d.adrelid) ~ '^NULL::([a-z0-9_ .]|\[\]|\([0-9]+(,-?[0-9]+)?\)|"([^"]|"")+")+$')
      THEN CASE WHEN a.attgenerated <> '' THEN 'generated ' ELSE 'default ' END || pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || (SELECT CASE WHEN pg_collation_is_visible(l.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(l.collname)
      FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = a.attcollation) END)
FROM relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
UNION ALL
SELECT r.relname, 'order of columns', string_agg(a.attname, ', ' ORDER BY a.attnum)
FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE r.relkind IN ('v', 'm')
GROUP BY r.relname
UNION ALL
SELECT r.relname, 'constraint ' || c.conname, pg_get_constraintdef(c.oid, true) || CASE WHEN c.conislocal THEN '' ELSE ' inherited' END
FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
WHERE c.contype IN ('c', 'f', 'p', 'u', 'x') AND (c.contype <> 'f' OR c.conparentid = 0)
UNION ALL
SELECT r.relname, 'index ' || ic.relname,
  concat_ws(' ', CASE WHEN ic.reloptions IS NULL THEN pg_get_indexdef(i.indexrelid, 0, true)
      ELSE regexp_replace(pg_get_indexdef(i.indexrelid, 0, true), ' WITH \([^()]*\)', '') END,
    CASE WHEN i.indisreplident THEN 'replica identity' END,
    CASE WHEN NOT i.indisvalid THEN 'invalid' END,
    (SELECT 'attached to ' || ip.relname FROM pg_inherits h JOIN pg_class ip ON ip.oid = h.inhparent WHERE h.inhrelid = i.indexrelid))
FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
WHERE i.indisvalid OR r.relkind = 'p'
UNION ALL
SELECT r.relname, 'trigger ' || t.tgname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid, true)
FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid
WHERE NOT t.tgisinternal AND t.tgname NOT LIKE 'rehome\_guard\_%'
UNION ALL
SELECT r.relname, 'rule ' || w.rulename, w.ev_enabled::text || ' ' || pg_get_ruledef(w.oid, true)
FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid
WHERE w.rulename <> '_RETURN'
UNION ALL
SELECT r.relname, 'policy ' || p.polname,
  concat_ws(' ', p.polcmd::text, CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
    (SELECT CASE WHEN count(*) FILTER (WHERE role = 0) > 0 THEN 'to public' ELSE 'to ' || count(*) || ' roles' END FROM unnest(p.polroles) AS role),
    'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT r.relname, 'tuning by statistics ' || s.stxname, (s.stxkind)::text || ' ' || pg_get_statisticsobjdef_columns(s.oid)
FROM relation r JOIN pg_statistic_ext s ON s.stxrelid = r.oid
UNION ALL
SELECT coalesce(t.relname, ''), 'sequence ' || c.relname,
  concat_ws(' ', s.seqtypid::regtype, 'start', s.seqstart, 'by', s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, 'cache', s.seqcache,
    CASE WHEN s.seqcycle THEN 'cycle' END, 'owned by ' || (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid))
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
JOIN own ON own.schema = c.relnamespace
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class t ON t.oid = d.refobjid
UNION ALL
SELECT '', 'type ' || t.typname,
  CASE t.typtype
    WHEN 'e' THEN 'enum ' || (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
    WHEN 'd' THEN concat_ws(' ', 'domain', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
      CASE WHEN t.typcollation <> b.typcollation THEN 'collate ' || (SELECT CASE WHEN pg_collation_is_visible(l.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(l.collname)
      FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = t.typcollation) END,
      (SELECT string_agg(quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid, true), ' ' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid))
    WHEN 'c' THEN 'composite ' || (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
    WHEN 'r' THEN 'range ' || (SELECT format_type(g.rngsubtype, NULL) FROM pg_range g WHERE g.rngtypid = t.oid)
    ELSE 'base' END
FROM pg_type t
JOIN own ON own.schema = t.typnamespace
LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_class tc ON tc.oid = t.typrelid
WHERE t.typtype IN ('b', 'e', 'd', 'c', 'r') AND (tc.oid IS NULL OR tc.relkind = 'c')
  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
UNION ALL
SELECT '', 'routine ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
  concat_ws(' ', p.prokind::text, pg_get_function_arguments(p.oid), 'returns ' || pg_get_function_result(p.oid), l.lanname, p.provolatile::text,
    p.proparallel::text, CASE WHEN p.proisstrict THEN 'strict' END, CASE WHEN p.prosecdef THEN 'security definer' END,
    CASE WHEN p.proleakproof THEN 'leakproof' END, p.proconfig::text, p.probin, pg_get_function_sqlbody(p.oid), p.prosrc,
    (SELECT concat_ws(' ', g.aggtransfn, g.aggfinalfn, g.aggcombinefn, format_type(g.aggtranstype, NULL), g.agginitval) FROM pg_aggregate g WHERE g.aggfnoid = p.oid))
FROM pg_proc p
JOIN own ON own.schema = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT '', 'operator ' || o.oprname || ' ' || concat_ws(', ', format_type(nullif(o.oprleft, 0), NULL), format_type(nullif(o.oprright, 0), NULL)), o.oprcode::text
FROM pg_operator o JOIN own ON own.schema = o.oprnamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e')
UNION ALL
SELECT '', 'cast ' || format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL),
  concat_ws(' ', c.castmethod::text, c.castcontext::text, nullif(c.castfunc, 0)::regprocedure)
FROM pg_cast c
WHERE (SELECT schema FROM own) IN (SELECT t.typnamespace FROM pg_type t WHERE t.oid IN (c.castsource, c.casttarget))
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
  AND NOT EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = c.castsource AND (to_jsonb(r) ->> 'rngmultitypid')::oid = c.casttarget)
UNION ALL
SELECT '', 'collation ' || c.collname, concat_ws(' ', c.collprovider::text,
  -- an ICU collation's locale has a column of its own from 15 on, under another name from 17 on
  CASE WHEN c.collprovider = 'i' THEN coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate)
    ELSE concat_ws(' ', c.collcollate, c.collctype, to_jsonb(c) ->> 'colllocale') END, CASE WHEN NOT c.collisdeterministic THEN 'not deterministic' END)
FROM pg_collation c JOIN own ON own.schema = c.collnamespace
UNION ALL
SELECT '', 'text search configuration ' || c.cfgname,
  (SELECT string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary, ', ' ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = c.oid)
FROM pg_ts_config c JOIN own ON own.schema = c.cfgnamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_config'::regclass AND d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT r.relname, 'tuning', concat_ws(' ', (SELECT string_agg(option, ', ' ORDER BY option) FROM unnest(r.reloptions) AS option),
  (SELECT 'toast ' || string_agg(option, ', ' ORDER BY option) FROM pg_class tc, unnest(tc.reloptions) AS option WHERE tc.oid = r.reltoastrelid))
FROM relation r
WHERE r.relkind <> 'v'
UNION ALL
SELECT r.relname, 'tuning of column ' || a.attname,
  concat_ws(' ', CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
    'compression ' || nullif(to_jsonb(a) ->> 'attcompression', ''),
    (SELECT string_agg(option, ', ' ORDER BY option) FROM unnest(a.attoptions) AS option))
FROM relation r
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE r.relkind <> 'v'
UNION ALL
SELECT r.relname, 'tuning of index ' || ic.relname,
  concat_ws(' ', CASE WHEN i.indisclustered THEN 'clustered' END, (SELECT string_agg(option, ', ' ORDER BY option) FROM unnest(ic.reloptions) AS option))
FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
WHERE i.indisvalid OR r.relkind = 'p'
UNION ALL
SELECT '', 'tuning of routine ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', concat_ws(' ', 'cost', p.procost, 'rows', p.prorows)
FROM pg_proc p JOIN own ON own.schema = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT r.relname, 'comment' || coalesce(' on column ' || a.attname, ''), d.description
FROM relation r
JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid
LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid AND d.objsubid > 0
UNION ALL
SELECT r.relname, 'comment on index ' || ic.relname, d.description
FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = ic.oid
WHERE i.indisvalid OR r.relkind = 'p'
UNION ALL
SELECT r.relname, 'comment on constraint ' || c.conname, d.description
FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = c.oid
WHERE c.contype <> 'f' OR c.conparentid = 0
UNION ALL
SELECT r.relname, 'comment on trigger ' || t.tgname, d.description
FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid
WHERE t.tgname NOT LIKE 'rehome\_guard\_%'
UNION ALL
SELECT r.relname, 'comment on policy ' || p.polname, d.description
FROM relation r JOIN pg_policy p ON p.polrelid = r.oid JOIN pg_description d ON d.classoid = 'pg_policy'::regclass AND d.objoid = p.oid
UNION ALL
SELECT '', 'comment on type ' || t.typname, d.description
FROM pg_type t JOIN own ON own.schema = t.typnamespace JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
UNION ALL
SELECT '', 'comment on routine ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', d.description
FROM pg_proc p JOIN own ON own.schema = p.pronamespace JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid
WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
