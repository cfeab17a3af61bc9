-- Views of every kind, materialized ones, rules.
CREATE TABLE goods (tenant_id text, id int PRIMARY KEY, name text NOT NULL, price numeric DEFAULT 0, parent int REFERENCES goods);
CREATE TABLE sales (tenant_id text, id serial PRIMARY KEY, good int REFERENCES goods, n int, at date DEFAULT '2024-01-01');
INSERT INTO goods VALUES ({{T}}, 1, 'a', 1.10, NULL), ({{T}}, 2, 'b', 2, 1), ({{T}}, 3, 'c', 3, 2), ({{O}}, 4, 'a', 4, NULL);
INSERT INTO sales (tenant_id, good, n) SELECT g.tenant_id, g.id, n FROM goods g, generate_series(1, 5) n;
CREATE VIEW plain AS SELECT * FROM goods WHERE price > 1;
CREATE VIEW nested AS SELECT p.tenant_id, p.id, s.n FROM plain p LEFT JOIN sales s ON s.good = p.id;
CREATE VIEW grouped AS SELECT g.id, g.name, g.tenant_id, count(s.*) AS c, sum(s.n) FILTER (WHERE s.n > 2) AS f FROM goods g LEFT JOIN sales s ON s.good = g.id GROUP BY g.id;
CREATE VIEW barrier WITH (security_barrier, security_invoker = true) AS SELECT id, tenant_id FROM nested WHERE n > 0;
CREATE VIEW checked AS SELECT id, tenant_id, price, name FROM goods WHERE price < 100 WITH LOCAL CHECK OPTION;
CREATE VIEW checked_more AS SELECT * FROM checked WHERE id > 0 WITH CASCADED CHECK OPTION;
ALTER VIEW checked ALTER COLUMN price SET DEFAULT 42;
CREATE RECURSIVE VIEW tree (id, tenant_id, depth) AS SELECT id, tenant_id, 1 FROM goods WHERE parent IS NULL UNION ALL SELECT g.id, g.tenant_id, t.depth + 1 FROM goods g JOIN tree t ON g.parent = t.id;
CREATE VIEW with_all AS WITH x AS MATERIALIZED (SELECT id, tenant_id, rank() OVER w AS r FROM goods WINDOW w AS (PARTITION BY tenant_id ORDER BY price DESC NULLS LAST)) SELECT x.*, l.n, (SELECT max(n) FROM sales WHERE good = x.id) AS most
  FROM x CROSS JOIN LATERAL (SELECT n FROM sales s WHERE s.good = x.id ORDER BY n LIMIT 1) l WHERE EXISTS (SELECT FROM sales) AND r IN (1, 2) ORDER BY 1;
CREATE VIEW odd AS SELECT goods AS whole, goods.tenant_id, ROW(1, 'a;') IS NULL AS r, ARRAY[1, 2] || 3 AS a, 'x'::text COLLATE "C" AS c, now() AT TIME ZONE 'UTC' IS NOT NULL AS n, E'a\nb\\'';' AS s, price::text LIKE '1%' AS l FROM goods;
CREATE VIEW nobody AS SELECT;
COMMENT ON VIEW plain IS 'a view; really';
COMMENT ON COLUMN plain.name IS 'a column of it';
CREATE VIEW first_of_two AS SELECT 1 AS a;
CREATE VIEW second_of_two AS SELECT * FROM first_of_two;
CREATE OR REPLACE VIEW first_of_two AS SELECT a FROM (VALUES (1), (2)) v (a);

CREATE FUNCTION by_view() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; INSERT INTO goods (tenant_id, id, name) VALUES (NEW.tenant_id, NEW.id, 'by view'); RETURN NEW; END$$;
CREATE TRIGGER instead INSTEAD OF INSERT OR UPDATE OR DELETE ON nested FOR EACH ROW EXECUTE FUNCTION by_view();
CREATE RULE plain_delete AS ON DELETE TO grouped DO INSTEAD (UPDATE goods SET price = -1 WHERE id = OLD.id; SELECT 1;);
CREATE RULE grouped_insert AS ON INSERT TO grouped DO INSTEAD NOTHING;
CREATE TABLE noted (tenant_id text, what text);
CREATE RULE note_it AS ON UPDATE TO goods WHERE NEW.price <> OLD.price DO ALSO INSERT INTO noted VALUES (NEW.tenant_id, 'price; ' || OLD.price);
CREATE TABLE quiet (tenant_id text, n int);
INSERT INTO quiet VALUES ({{T}}, 1);
CREATE RULE quiet_insert AS ON INSERT TO quiet DO INSTEAD NOTHING;
CREATE TABLE off (tenant_id text, n int);
CREATE RULE off_insert AS ON INSERT TO off DO INSTEAD NOTHING;
ALTER TABLE off DISABLE RULE off_insert;
INSERT INTO off VALUES ({{T}}, 1);

CREATE FUNCTION looks_up(int) RETURNS text LANGUAGE plpgsql STABLE AS $$BEGIN RETURN (SELECT name FROM goods WHERE id = $1); END$$;
CREATE MATERIALIZED VIEW sums AS SELECT s.tenant_id, s.good, sum(s.n) AS n, looks_up(s.good) AS name FROM sales s GROUP BY 1, 2;
CREATE UNIQUE INDEX sums_key ON sums (tenant_id, good);
CREATE MATERIALIZED VIEW over_sums WITH (fillfactor = 70) AS SELECT tenant_id, count(*) AS c FROM sums GROUP BY 1;
CREATE INDEX over_sums_c ON over_sums (c DESC);
CREATE VIEW over_both AS SELECT s.tenant_id, o.c FROM sums s JOIN over_sums o USING (tenant_id);
CREATE MATERIALIZED VIEW a_third AS SELECT * FROM over_both;
CREATE MATERIALIZED VIEW not_yet AS SELECT tenant_id, id FROM goods WITH NO DATA;
CREATE MATERIALIZED VIEW over_grouped AS SELECT * FROM grouped;
COMMENT ON MATERIALIZED VIEW sums IS 'sums; all';
