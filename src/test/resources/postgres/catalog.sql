SELECT line FROM (
  SELECT 'namespace ' || nspname || ' ' || nspowner::regrole || ' ' || coalesce(nspacl::text, '') FROM pg_namespace
  UNION ALL SELECT 'class ' || oid::regclass || ' ' || relkind::text || relowner::regrole || relchecks || relhastriggers || relrowsecurity || coalesce(relacl::text, '') FROM pg_class WHERE relkind <> 't'
    AND relnamespace <> 'pg_toast'::regnamespace
  UNION ALL SELECT 'attribute ' || attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || attnotnull || coalesce(attacl::text, '') FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid WHERE relkind <> 't' AND relnamespace <> 'pg_toast'::regnamespace
  UNION ALL SELECT 'type ' || oid::regtype || ' ' || typowner::regrole || coalesce(typacl::text, '') FROM pg_type
  UNION ALL SELECT 'proc ' || oid::regprocedure || ' ' || prosrc || coalesce(proacl::text, '') FROM pg_proc
  UNION ALL SELECT 'constraint ' || conname || ' ' || conrelid::regclass || convalidated || pg_get_constraintdef(oid) FROM pg_constraint
  UNION ALL SELECT 'trigger ' || tgenabled::text || ' ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'internal triggers of ' || tgrelid::regclass || ': ' || count(*) FROM pg_trigger WHERE tgisinternal GROUP BY tgrelid
  UNION ALL SELECT 'policy ' || polname || ' ' || polrelid::regclass FROM pg_policy
  UNION ALL SELECT 'extension ' || extname || ' ' || extversion FROM pg_extension
  UNION ALL SELECT 'operator ' || oid::regoperator FROM pg_operator
  UNION ALL SELECT 'opclass ' || opcname FROM pg_opclass
  UNION ALL SELECT 'opfamily ' || opfname FROM pg_opfamily
  UNION ALL SELECT 'collation ' || collnamespace::regnamespace || '.' || collname || collencoding FROM pg_collation
  UNION ALL SELECT 'text search ' || oid::regconfig FROM pg_ts_config
  UNION ALL SELECT 'statistics ' || stxname FROM pg_statistic_ext
  UNION ALL SELECT 'rule ' || rulename || ' ' || ev_class::regclass FROM pg_rewrite
  UNION ALL SELECT 'default acl ' || coalesce(defaclacl::text, '') FROM pg_default_acl
  UNION ALL SELECT 'cast ' || castsource::regtype || castcontext::text || casttarget::regtype FROM pg_cast
  UNION ALL SELECT 'comment ' || classoid::regclass || ' ' || (pg_identify_object(classoid, objoid, objsubid)).identity || ' ' || description
    FROM pg_description WHERE objoid >= 16384
) AS listing (line)
WHERE line !~ '\m_rehome\M'
ORDER BY line
