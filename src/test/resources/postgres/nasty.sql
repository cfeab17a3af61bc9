CREATE EXTENSION citext;
CREATE EXTENSION btree_gist;
CREATE SCHEMA shop AUTHORIZATION app_owner;
COMMENT ON SCHEMA shop IS 'what acme''s shop holds; all of it';
GRANT USAGE ON SCHEMA shop TO app_reader;
SET ROLE app_owner;
SET search_path = shop, public;
CREATE TYPE mood AS ENUM ('sad', 'so-so', 'happy; "very"');
CREATE DOMAIN positive AS numeric(12,2) CONSTRAINT above_zero CHECK (VALUE > 0);
CREATE TYPE address AS (street text, zip varchar(10));
CREATE TYPE span AS RANGE (subtype = timestamptz);
CREATE SEQUENCE ticket START 1000 INCREMENT 5;
CREATE FUNCTION next_ticket() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN nextval(TG_ARGV[0]); EXCEPTION WHEN OTHERS THEN RETURN 1; END; $$;
CREATE TABLE shop (id int PRIMARY KEY, tenant_id text NOT NULL, name citext NOT NULL DEFAULT 'x;y');
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id text NOT NULL,
  email citext UNIQUE,
  mood mood DEFAULT 'so-so',
  home address,
  tags text[] DEFAULT '{}',
  moods mood[],
  last_order bigint,
  num bigint DEFAULT nextval('ticket'::regclass),
  CONSTRAINT "E-Mail ähnlich" CHECK (email::text ~ '@'));
CREATE TABLE orders (
  id serial PRIMARY KEY, tenant_id text NOT NULL,
  customer bigint REFERENCES customers DEFERRABLE INITIALLY DEFERRED,
  total positive, net numeric GENERATED ALWAYS AS (total / 1.19) STORED, span span,
  during tstzrange, EXCLUDE USING gist (customer WITH =, during WITH &&));
ALTER TABLE customers ADD CONSTRAINT last_order_fk FOREIGN KEY (last_order) REFERENCES orders;
CREATE TABLE "Größe ""x"" $1$" ("Spalte; 1" int PRIMARY KEY, tenant_id text NOT NULL, "näch$te" text COLLATE "C");
COMMENT ON TABLE "Größe ""x"" $1$" IS 'it''s; -- not a comment /* nor this */ \ok';
COMMENT ON COLUMN "Größe ""x"" $1$"."näch$te" IS E'tab\there';
CREATE TABLE events (id bigint, tenant_id text NOT NULL, at timestamptz NOT NULL, what text, PRIMARY KEY (tenant_id, id, at)) PARTITION BY LIST (tenant_id);
CREATE TABLE events_acme PARTITION OF events FOR VALUES IN ('acme') PARTITION BY RANGE (at);
CREATE TABLE events_acme_1 PARTITION OF events_acme FOR VALUES FROM ('2020-01-01') TO ('2025-01-01');
CREATE TABLE events_acme_2 PARTITION OF events_acme DEFAULT;
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE INDEX events_what ON events (lower(what));
CREATE TABLE base (id int, tenant_id text NOT NULL, x int);
CREATE TABLE derived (y int) INHERITS (base);
CREATE TABLE seats (id int, tenant_id text NOT NULL, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE seats_1 PARTITION OF seats FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE seats_2 (at date NOT NULL, id int NOT NULL, tenant_id text NOT NULL);
CREATE TABLE seated (id int, tenant_id text NOT NULL, at date, owner bigint, kin bigint, CONSTRAINT of_seat FOREIGN KEY (id, at) REFERENCES seats,
  CONSTRAINT owned FOREIGN KEY (owner) REFERENCES customers) PARTITION BY RANGE (at);
CREATE TABLE seated_1 PARTITION OF seated FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE seated_2 (LIKE seated, CONSTRAINT my_own_name FOREIGN KEY (owner) REFERENCES customers);
ALTER TABLE seated ATTACH PARTITION seated_2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
ALTER TABLE seats ATTACH PARTITION seats_2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
ALTER TABLE seated ADD CONSTRAINT kin FOREIGN KEY (kin) REFERENCES customers;
CREATE UNLOGGED TABLE scratch (tenant_id text NOT NULL, v text);
CREATE INDEX orders_part ON orders (customer DESC NULLS LAST) INCLUDE (total) WHERE total > 10;
COMMENT ON INDEX orders_part IS 'partial';
CREATE STATISTICS orders_stat (dependencies) ON customer, tenant_id FROM orders;
CREATE VIEW v1 AS SELECT shop.id, shop.name FROM shop.shop;
CREATE VIEW v2 WITH (security_barrier) AS SELECT v1.*, o.total FROM v1 JOIN orders o ON o.id = v1.id;
CREATE VIEW grouped AS SELECT c.id, c.email, count(*) FROM customers c JOIN orders o ON o.customer = c.id GROUP BY c.id;
CREATE MATERIALIZED VIEW mv AS SELECT tenant_id, count(*) AS n FROM orders GROUP BY 1;
CREATE UNIQUE INDEX mv_u ON mv (tenant_id);
CREATE MATERIALIZED VIEW mv2 AS SELECT * FROM grouped;
CREATE INDEX mv2_i ON mv2 (email);
CREATE FUNCTION quoted(a text DEFAULT 'b;c') RETURNS text LANGUAGE plpgsql STABLE AS $fn$ BEGIN RETURN $q$it;s$q$ || a || '; --'; END; $fn$;
CREATE FUNCTION atomic(n int) RETURNS text LANGUAGE sql BEGIN ATOMIC
  SELECT CASE WHEN n > 0 THEN (SELECT min(name::text) FROM shop.shop) ELSE 'end;' END; SELECT (SELECT quoted('x')); END;
CREATE PROCEDURE proc(INOUT a int) LANGUAGE plpgsql AS 'BEGIN a := a + 1; END';
CREATE AGGREGATE longest(text) (SFUNC = textcat, STYPE = text);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.name := coalesce(NEW.name, ';'); RETURN NEW; END$$;
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name ON shop FOR EACH ROW WHEN (NEW.name <> 'end;') EXECUTE FUNCTION touch('a;''b');
ALTER TABLE shop ENABLE ALWAYS TRIGGER touched;
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
CREATE TRIGGER parted AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION noop();
CREATE RULE two AS ON DELETE TO v1 DO INSTEAD (DELETE FROM shop.shop WHERE id = OLD.id; SELECT 1;);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON orders FOR SELECT TO app_reader USING (tenant_id = current_setting('app.tenant', true));
COMMENT ON POLICY mine ON orders IS 'only mine';
GRANT SELECT ON orders, events TO app_reader;
GRANT UPDATE (name) ON shop TO app_reader;
GRANT EXECUTE ON FUNCTION quoted(text) TO app_reader;
REVOKE ALL ON FUNCTION touch() FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO app_reader;
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = ===);
CREATE COLLATION plain FROM "C";
CREATE TEXT SEARCH CONFIGURATION cfg (COPY = pg_catalog.english);
CREATE INDEX customers_op ON customers (id) WHERE email::text OPERATOR(shop.===) 'a';
CREATE DOMAIN switch AS varchar(3) CHECK (VALUE IN ('on', 'off'));
CREATE TABLE parcels (
  id int PRIMARY KEY, tenant_id text NOT NULL,
  status varchar(20) DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  kind varchar NOT NULL CHECK (kind NOT IN ('a]', 'b''::text[]')), net cidr CHECK (net IN ('10.0.0.0/8', '11.0.0.0/8')),
  mixed varchar CHECK (mixed = ANY (ARRAY[status, kind]) AND mixed COLLATE "C" IN ('x', 'y')),
  done bool GENERATED ALWAYS AS (status IN ('closed', 'lost')) STORED, lit switch);
CREATE INDEX parcels_open ON parcels (id) WHERE status IN ('open', 'new');
CREATE INDEX parcels_shut ON parcels ((kind IN ('x', 'y')));
CREATE STATISTICS parcels_stat ON (status IN ('a', 'b')), id FROM parcels;
CREATE VIEW opened AS SELECT p.*, CASE WHEN kind IN ('x', 'y') THEN 1 END AS n FROM parcels p WHERE status NOT IN ('closed', 'lost');
CREATE FUNCTION shut(a varchar) RETURNS bool LANGUAGE sql BEGIN ATOMIC SELECT a IN ('x', 'y') AND a || 'z' IN (a, 'b'::varchar); END;
CREATE TRIGGER parcels_noop AFTER INSERT ON parcels FOR EACH ROW WHEN (NEW.status IN ('open', 'new')) EXECUTE FUNCTION noop();
CREATE RULE opened_stay AS ON DELETE TO opened WHERE OLD.kind IN ('x', 'y') DO INSTEAD NOTHING;
ALTER TABLE parcels ENABLE ROW LEVEL SECURITY;
CREATE POLICY shown ON parcels USING (status IN ('open', 'new')) WITH CHECK (status NOT IN ('lost', 'stolen'));
CREATE TABLE sorted (tenant_id text NOT NULL, kind varchar) PARTITION BY LIST ((kind IN ('x', 'y')));
ALTER TABLE customers REPLICA IDENTITY FULL;
ALTER TABLE orders CLUSTER ON orders_pkey;
RESET ROLE; RESET search_path;
INSERT INTO shop.shop VALUES (1, 'acme', 'one'), (2, 'other', 'two');
INSERT INTO shop.customers (tenant_id, email, mood, home, moods) VALUES ('acme', 'a@b', 'happy; "very"', ('s','z'), '{sad}');
INSERT INTO shop.events VALUES (1, 'acme', '2021-01-01', 'x'), (2,'acme','2026-01-01','y'), (3,'other','2026-01-01','z');
REFRESH MATERIALIZED VIEW shop.mv; REFRESH MATERIALIZED VIEW shop.mv2;
