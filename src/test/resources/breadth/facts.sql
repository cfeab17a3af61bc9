-- What one schema holds, a line each, in the words of the server's own printers; nothing of it is taken from the
-- product. {{S}} is the schema as a literal. Names of other schemas do not show: they are on the search path.
WITH n AS MATERIALIZED (SELECT * FROM pg_namespace WHERE nspname = {{S}}),
ext AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
rel AS MATERIALIZED (SELECT c.* FROM pg_class c, n WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'c', 'S'))
SELECT 'schema: ' || nspowner::regrole || ' ' || coalesce(obj_description(oid, 'pg_namespace'), '') FROM n WHERE nspname <> 'public'
UNION ALL SELECT format('relation %I: %s %s owner %s rls %s/%s identity %s options %s am %s bound %s key %s of %s populated %s cluster %s comment %s', relname, relkind, relpersistence,
    relowner::regrole, relrowsecurity, relforcerowsecurity, relreplident, (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(reloptions) o), (SELECT amname FROM pg_am WHERE oid = relam),
    pg_get_expr(relpartbound, oid), CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END, nullif(reloftype, 0)::regtype, relispopulated,
    (SELECT indexrelid::regclass FROM pg_index WHERE indrelid = rel.oid AND indisclustered), obj_description(oid, 'pg_class')) FROM rel
UNION ALL SELECT format('toast of %I: %s', r.relname, (SELECT string_agg(o, ',' ORDER BY o) FROM unnest(t.reloptions) o)) FROM rel r JOIN pg_class t ON t.oid = r.reltoastrelid AND t.reloptions IS NOT NULL
UNION ALL SELECT format('column %I.%I: place %s %s%s%s default %s collation %s storage %s/%s statistics %s options %s inherited %s/%s comment %s', r.relname, a.attname,
    (SELECT count(*) FROM pg_attribute b WHERE b.attrelid = r.oid AND b.attnum BETWEEN 1 AND a.attnum AND NOT b.attisdropped), format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN ' not null' END, CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text WHEN a.attgenerated <> '' THEN ' generated' END,
    pg_get_expr(d.adbin, d.adrelid), nullif(a.attcollation, 0)::regcollation, a.attstorage, a.attcompression, a.attstattarget, a.attoptions, a.attislocal, a.attinhcount, col_description(r.oid, a.attnum))
  FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
UNION ALL SELECT format('parents of %I: %s', r.relname, string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)) FROM rel r JOIN pg_inherits i ON i.inhrelid = r.oid GROUP BY r.relname
UNION ALL SELECT format('constraint %s on %s %s: %s valid %s comment %s', CASE WHEN k.conparentid = 0 THEN k.conname ELSE 'of a partition' END, k.conrelid::regclass, nullif(k.contypid, 0)::regtype,
    pg_get_constraintdef(k.oid, true), k.convalidated, obj_description(k.oid, 'pg_constraint')) FROM pg_constraint k, n WHERE k.connamespace = n.oid
UNION ALL SELECT format('index %s on %s: %s valid %s options %s statistics %s comment %s parent %s', i.indexrelid::regclass, i.indrelid::regclass, regexp_replace(pg_get_indexdef(i.indexrelid), ' ON (ONLY )?.*? USING ', ' USING '), i.indisvalid,
    c.reloptions, (SELECT string_agg(attstattarget::text, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid), obj_description(c.oid, 'pg_class'), (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid))
  FROM rel r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid
UNION ALL SELECT format('view %I: %s', relname, pg_get_viewdef(oid)) FROM rel WHERE relkind IN ('v', 'm')
UNION ALL SELECT format('rule %I on %I: %s %s', w.rulename, r.relname, w.ev_enabled, pg_get_ruledef(w.oid)) FROM rel r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
UNION ALL SELECT format('trigger %I on %I: %s %s comment %s', t.tgname, r.relname, t.tgenabled, pg_get_triggerdef(t.oid), obj_description(t.oid, 'pg_trigger'))
  FROM rel r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal AND t.tgname NOT LIKE 'rehome\_guard\_%'
UNION ALL SELECT format('internal trigger of %s on %I: %s deferrable %s', k.conname, r.relname, t.tgenabled, t.tgdeferrable) FROM rel r JOIN pg_trigger t ON t.tgrelid = r.oid JOIN pg_constraint k ON k.oid = t.tgconstraint
  WHERE t.tgisinternal AND k.conparentid = 0
UNION ALL SELECT format('statistics %I on %s: %s target %s comment %s', s.stxname, s.stxrelid::regclass, regexp_replace(pg_get_statisticsobjdef(s.oid), '^CREATE STATISTICS .*? (\(|ON )', '\1'), s.stxstattarget, obj_description(s.oid, 'pg_statistic_ext'))
  FROM pg_statistic_ext s, n WHERE s.stxnamespace = n.oid
UNION ALL SELECT format('policy %I on %I: %s %s %s using %s check %s comment %s', p.polname, r.relname, p.polcmd, p.polpermissive, (SELECT string_agg(CASE o WHEN 0 THEN 'public' ELSE o::regrole::text END, ',' ORDER BY 1) FROM unnest(p.polroles) o),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), obj_description(p.oid, 'pg_policy')) FROM rel r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL SELECT format('routine %s: %s owner %s result %s %s comment %s', p.oid::regprocedure, p.prokind, p.proowner::regrole, pg_get_function_result(p.oid),
    CASE WHEN p.prokind = 'a' THEN (SELECT to_jsonb(g) - '{aggfnoid,aggtranstype,aggmtranstype}'::text[] || jsonb_build_object('s', g.aggtranstype::regtype::text) FROM pg_aggregate g WHERE g.aggfnoid = p.oid)::text
      ELSE pg_get_functiondef(p.oid) END, obj_description(p.oid, 'pg_proc'))
  FROM pg_proc p JOIN n ON n.oid = p.pronamespace WHERE NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_proc'::regclass AND objid = p.oid) AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'i')
UNION ALL SELECT format('type %s: %s owner %s labels %s base %s%s default %s range of %s %s %s multirange %s comment %s', t.oid::regtype, t.typtype, t.typowner::regrole, (SELECT string_agg(quote_literal(enumlabel), ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
    format_type(nullif(t.typbasetype, 0), t.typtypmod), CASE WHEN t.typnotnull THEN ' not null' END, t.typdefault, g.rngsubtype::regtype, nullif(g.rngcollation, 0)::regcollation, nullif(g.rngsubdiff::oid, 0)::regproc, g.rngmultitypid::regtype, obj_description(t.oid, 'pg_type'))
  FROM pg_type t JOIN n ON n.oid = t.typnamespace LEFT JOIN pg_range g ON g.rngtypid = t.oid WHERE t.typtype IN ('e', 'd', 'r', 'c') AND (t.typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c')
UNION ALL SELECT format('sequence %I: %s by %s', s.relname, (SELECT (seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)::text FROM pg_sequence WHERE seqrelid = s.oid),
    (SELECT d.deptype::text || d.refobjid::regclass::text || '.' || a.attname FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i'))) FROM rel s WHERE s.relkind = 'S'
UNION ALL SELECT format('operator %s: %s commutator %s negator %s restrict %s join %s %s%s comment %s', o.oid::regoperator, o.oprcode, nullif(o.oprcom, 0)::regoperator, nullif(o.oprnegate, 0)::regoperator, o.oprrest, o.oprjoin, o.oprcanmerge, o.oprcanhash, obj_description(o.oid, 'pg_operator'))
  FROM pg_operator o JOIN n ON n.oid = o.oprnamespace
UNION ALL SELECT format('cast %s as %s: %s %s %s comment %s', c.castsource::regtype, c.casttarget::regtype, nullif(c.castfunc, 0)::regprocedure, c.castcontext, c.castmethod, obj_description(c.oid, 'pg_cast'))
  FROM pg_cast c, n WHERE n.oid IN (SELECT typnamespace FROM pg_type WHERE oid IN (c.castsource, c.casttarget)) AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_cast'::regclass AND objid = c.oid) AND NOT EXISTS (SELECT FROM pg_range WHERE rngmultitypid = c.casttarget)
UNION ALL SELECT format('collation %I: %s %s %s %s', collname, collprovider, collisdeterministic, collcollate, colliculocale) FROM pg_collation c JOIN n ON n.oid = collnamespace
UNION ALL SELECT format('dictionary %I: %s %s', dictname, dicttemplate, dictinitoption) FROM pg_ts_dict d JOIN n ON n.oid = dictnamespace
UNION ALL SELECT format('configuration %I: %s %s comment %s', cfgname, cfgparser, (SELECT string_agg(maptokentype || ' ' || mapdict::regdictionary, ',' ORDER BY maptokentype, mapseqno) FROM pg_ts_config_map WHERE mapcfg = c.oid), obj_description(c.oid, 'pg_ts_config'))
  FROM pg_ts_config c JOIN n ON n.oid = cfgnamespace
UNION ALL SELECT format('right on %I: %s %s by %s %s', r.relname, CASE x.grantee WHEN 0 THEN 'public' ELSE x.grantee::regrole::text END, x.privilege_type, x.grantor::regrole, x.is_grantable) FROM rel r, aclexplode(coalesce(r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, r.relowner))) x
UNION ALL SELECT format('right on %I.%I: %s %s', r.relname, a.attname, x.grantee::regrole, x.privilege_type) FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid, aclexplode(a.attacl) x
UNION ALL SELECT format('right on routine %s: %s %s', p.oid::regprocedure, CASE x.grantee WHEN 0 THEN 'public' ELSE x.grantee::regrole::text END, x.privilege_type) FROM pg_proc p JOIN n ON n.oid = p.pronamespace, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
  WHERE NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
UNION ALL SELECT format('right on type %s: %s %s', t.oid::regtype, CASE x.grantee WHEN 0 THEN 'public' ELSE x.grantee::regrole::text END, x.privilege_type) FROM pg_type t JOIN n ON n.oid = t.typnamespace, aclexplode(t.typacl) x
UNION ALL SELECT format('right on schema: %s %s', x.grantee::regrole, x.privilege_type) FROM n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) x WHERE nspname <> 'public' AND x.grantee <> 0
UNION ALL SELECT format('default right: %s %s', d.defaclobjtype, x.grantee::regrole || x.privilege_type) FROM pg_default_acl d JOIN n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) x
ORDER BY 1
