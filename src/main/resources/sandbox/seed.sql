-- One tenant's rows, by its id and its number of orders: about twelve rows for each order. Called twice, it fails.
INSERT INTO tenants (id, display_name, plan, country, created_at)
SELECT current_setting('seed.tenant'), initcap(current_setting('seed.tenant')) || ' 株式会社', 'team', 'JP', '2025-12-24 18:00Z';

INSERT INTO teams (tenant_id, name)
SELECT current_setting('seed.tenant'), 'team ' || i FROM generate_series(0, current_setting('seed.orders')::int / 100) i;

INSERT INTO users (tenant_id, team_id, email, nickname, roles, labels, preferences, home, updated_at)
SELECT t.tenant_id, t.id, 'User' || i || '@example.org',
  CASE i % 7 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN 'Zoë Ångström 🚀' WHEN 3 THEN E'tab\there\nand a line, \\N and "quotes"' ELSE 'user ' || i END,
  CASE i % 3 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY['admin', 'it''s, {quoted}'] ELSE ARRAY['reader', NULL] END,
  CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '{}' ELSE ARRAY['red', 'blue']::label[] END,
  jsonb_build_object('theme', CASE WHEN i % 2 = 0 THEN 'dark' END, 'n', i, 'deep', jsonb_build_array(1.10, 'ü', NULL)),
  CASE WHEN i % 5 > 0 THEN ROW('Straße ' || i, '', NULL)::address END,
  timestamptz '2026-01-01 00:00Z' + i * interval '7 minutes 0.000123 seconds'
FROM (SELECT array_agg(id ORDER BY id) AS ids FROM teams WHERE tenant_id = current_setting('seed.tenant')) a,
  generate_series(0, current_setting('seed.orders')::int / 10) i,
  LATERAL (SELECT current_setting('seed.tenant') AS tenant_id, ids[1 + i % cardinality(ids)] AS id) t;

UPDATE teams t SET lead_id = (SELECT min(u.id) FROM users u WHERE u.tenant_id = t.tenant_id AND u.team_id = t.id)
WHERE t.tenant_id = current_setting('seed.tenant');

INSERT INTO projects (tenant_id, owner_id, name, budget, currency, runs, archived)
SELECT u.tenant_id, u.id, 'project ' || u.id, CASE WHEN u.id % 3 > 0 THEN u.id * 1000.01 END, 'EUR',
  CASE WHEN u.id % 4 > 0 THEN daterange('2026-01-01', date '2026-01-02' + (u.id % 400)::int) ELSE 'empty' END, u.id % 9 = 0
FROM users u WHERE u.tenant_id = current_setting('seed.tenant') AND u.id % 5 = 0;

INSERT INTO documents (tenant_id, project_id, title, body, url, updated_at)
SELECT p.tenant_id, p.id, 'Document ' || i, repeat(md5(i::text) || ' žluťoučký kůň ', i % 40), CASE WHEN i % 3 = 0 THEN 's3://shared/' || p.tenant_id || '/' || i END,
  timestamptz '2026-02-01 00:00Z' + i * interval '1 hour'
FROM projects p, generate_series(1, 10) i WHERE p.tenant_id = current_setting('seed.tenant');

UPDATE documents d SET parent_id = d.id - 1, updated_at = updated_at
WHERE d.tenant_id = current_setting('seed.tenant') AND d.title NOT LIKE '%1' AND d.title NOT LIKE '%0';

INSERT INTO attachments (tenant_id, document_id, name, content)
SELECT d.tenant_id, d.id, 'scan.bin', decode(repeat(md5(d.id::text), 1 + d.id % 300), 'hex')
FROM documents d WHERE d.tenant_id = current_setting('seed.tenant') AND d.id % 4 = 0;

INSERT INTO orders (tenant_id, number, user_id, state, total, currency, country, note, placed_at)
SELECT current_setting('seed.tenant'), 'A-' || i, ids[1 + i % cardinality(ids)], (enum_range(NULL::order_state))[1 + i % 5], i * 0.37,
  (ARRAY['EUR', 'USD', 'JPY'])[1 + i % 3], (ARRAY['DE', 'CI', NULL])[1 + i % 3], CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'naïve ☃' END,
  timestamptz '2026-01-01 00:00Z' + i * interval '11 minutes'
FROM (SELECT array_agg(id ORDER BY id) AS ids FROM users WHERE tenant_id = current_setting('seed.tenant')) a,
  generate_series(1, current_setting('seed.orders')::int) i;

INSERT INTO order_lines (order_id, line_number, sku, quantity, price)
SELECT o.id, l, 'SKU-' || (o.id * l) % 997, 1 + (o.id + l) % 9, (o.id % 1000) * 0.0101 * l
FROM orders o, generate_series(1, 3) l WHERE o.tenant_id = current_setting('seed.tenant');

INSERT INTO payments (tenant_id, order_id, paid, provider, paid_at)
SELECT tenant_id, id, total, CASE WHEN id % 2 = 0 THEN jsonb_build_object('id', md5(id::text), 'fee', total / 100) END, CASE WHEN id % 5 > 0 THEN placed_at + interval '1 day' END
FROM orders WHERE tenant_id = current_setting('seed.tenant') AND state IN ('paid', 'shipped');

INSERT INTO events (tenant_id, occurred_at, kind, payload)
SELECT current_setting('seed.tenant'), timestamptz '2026-01-01 00:00Z' + i * interval '150 days' / (4 * current_setting('seed.orders')::int + 1),
  'kind ' || i % 6, CASE WHEN i % 8 > 0 THEN jsonb_build_object('i', i, 'text', 'ß' || i) END
FROM generate_series(1, 4 * current_setting('seed.orders')::int) i;

INSERT INTO login_attempts (tenant_id, email, address, success, at)
SELECT current_setting('seed.tenant'), 'user' || i % 50 || '@example.org', CASE WHEN i % 3 > 0 THEN inet '10.0.0.0' + i % 7 END,
  CASE i % 3 WHEN 0 THEN true WHEN 1 THEN false END, timestamptz '2026-03-01 00:00Z' + (i % 100) * interval '1 minute'
FROM generate_series(1, current_setting('seed.orders')::int) i;

INSERT INTO settings (tenant_id, name, value)
SELECT current_setting('seed.tenant'), name, value
FROM (VALUES ('', 'an empty name'), ('empty', ''), ('null', NULL), ('word', 'NULL'), ('ключ', 'значение'), ('end of data', '\.')) v (name, value);

INSERT INTO measurements (tenant_id, id, value, ratio, took, day, at_time, ranges, flags, place, words, value_type, raw)
SELECT current_setting('seed.tenant'), i,
  CASE i % 6 WHEN 0 THEN 'NaN' WHEN 1 THEN '-Infinity' WHEN 2 THEN -0.0 WHEN 3 THEN NULL ELSE sqrt(i) END, 1.0 / i,
  i * interval '1 month 2 days 03:04:05.000006', CASE WHEN i % 9 = 0 THEN 'infinity' ELSE date '2000-02-29' + i END, time '23:59:59.999999' AT TIME ZONE '+05:30',
  int4multirange(int4range(i, i + 3), int4range(i + 10, NULL)), (i % 256)::bit(8)::bit varying, point(i, -i), to_tsvector('simple', 'the ' || i || ' words'),
  (ARRAY['integer', 'text', 'double precision'])[1 + i % 3]::regtype, ('{"b" : ' || i || ',  "a": 1, "a": 2}')::json
FROM generate_series(1, current_setting('seed.orders')::int / 2) i;

INSERT INTO "Legacy Notes" ("Tenant", "Order", "say ""what""")
SELECT current_setting('seed.tenant'), i, 'note "' || i || '"' FROM generate_series(1, current_setting('seed.orders')::int / 10) i;
