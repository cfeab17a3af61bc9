-- Types, operators and indexes of extensions.
CREATE TABLE people (tenant_id text, id int PRIMARY KEY, email citext UNIQUE, h hstore, l ltree, ls ltree[], i int[], c cube, s seg, b isbn13, es citext[]);
INSERT INTO people VALUES ({{T}}, 1, 'A@b.de', 'a=>1, "b;"=>NULL, c=>""', 'Top.Science.x', '{a.b,c}', '{3,1,2}', '(1, 2),(3, 4)', '1.50 .. 2', '978-0-393-04002-9', '{A,a}'), ({{T}}, 2, 'ß', '', '', '{}', '{}', '(0)', '~1', NULL, '{}'),
  ({{T}}, 3, NULL, NULL, NULL, NULL, NULL, NULL, '< 5', NULL, NULL), ({{O}}, 4, 'o', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE INDEX people_email ON people USING gin (lower(email::text) gin_trgm_ops);
CREATE INDEX people_trgm ON people USING gist ((email::text) gist_trgm_ops (siglen = 64));
CREATE INDEX people_hstore ON people USING gin (h);
CREATE INDEX people_ltree ON people USING gist (l);
CREATE INDEX people_ints ON people USING gist (i gist__intbig_ops);
CREATE INDEX people_cube ON people USING gist (c, s);
CREATE TABLE case_keys (tenant_id citext, code citext, n int, PRIMARY KEY (tenant_id, code));
INSERT INTO case_keys VALUES ({{T}}, 'A', 1), ({{T}}, 'b', 2), ({{O}}, 'a', 3);
CREATE TABLE stays (tenant_id text, room int, during daterange, EXCLUDE USING gist (tenant_id WITH =, room WITH =, during WITH &&));
INSERT INTO stays VALUES ({{T}}, 1, '[2024-01-01,2024-02-01)'), ({{T}}, 2, '[2024-01-01,)'), ({{O}}, 1, '(,)');
CREATE DOMAIN mail AS citext CHECK (VALUE ~ '@');
CREATE FUNCTION plain(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS 'SELECT public.unaccent(''public.unaccent'', t)';
CREATE TABLE posts (tenant_id text, id uuid PRIMARY KEY DEFAULT gen_random_uuid(), old uuid DEFAULT public.uuid_generate_v4(), by mail, t text, near text GENERATED ALWAYS AS (plain(t)) STORED, sounds text DEFAULT public.soundex('x'));
CREATE INDEX posts_plain ON posts (plain(t));
INSERT INTO posts (tenant_id, by, t) VALUES ({{T}}, 'X@y', 'Hôtel; Ærø'), ({{T}}, NULL, NULL), ({{O}}, 'o@o', 'o');
CREATE TEXT SEARCH CONFIGURATION bare (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION bare ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, simple;
CREATE VIEW likenesses AS SELECT a.tenant_id, a.id, similarity(a.email::text, 'x') AS s, a.h -> 'a' AS v, a.l @> 'Top'::ltree AS under FROM people a;
CREATE MATERIALIZED VIEW emails AS SELECT tenant_id, email, email = 'a@B.DE' AS same FROM people;
CREATE FUNCTION crypted(t text) RETURNS text LANGUAGE plpgsql AS $$BEGIN RETURN public.crypt(t, public.gen_salt('md5')); END$$;
