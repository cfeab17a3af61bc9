-- Rows of about 200 bytes, as they come in products: a key, a text, an amount, a time, a document.
CREATE TABLE rows (
  tenant_id text NOT NULL,
  id bigint NOT NULL,
  amount numeric(14,2) NOT NULL,
  changed_at timestamptz NOT NULL,
  note text NOT NULL,
  document jsonb NOT NULL
);
INSERT INTO rows
SELECT 'tenant-' || n % 10, n, (n % 1000000) / 100.0, timestamptz '2026-01-01' + n * interval '1 second',
  md5(n::text) || ' ' || md5((n + 1)::text),
  jsonb_build_object('state', CASE n % 3 WHEN 0 THEN 'open' ELSE 'done' END, 'count', n % 97)
FROM generate_series(1, :rows) AS n;
ALTER TABLE rows ADD PRIMARY KEY (tenant_id, id);
CREATE INDEX rows_changed_at ON rows (tenant_id, changed_at);
