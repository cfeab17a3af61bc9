-- Types of one's own, and arrays of them.
CREATE TYPE mood AS ENUM ('sad', 'so-so', 'it''s; "fine"', '');
CREATE DOMAIN present AS text NOT NULL DEFAULT 'x';
CREATE DOMAIN positive AS numeric(12, 2) CONSTRAINT above_zero CHECK (VALUE > 0);
CREATE DOMAIN small_positive AS positive CHECK (VALUE < 1000);
CREATE DOMAIN shifts AS varchar(5)[] CHECK (cardinality(VALUE) < 4);
CREATE TYPE point3 AS (x float8, y float8, "z; z" float8);
CREATE DOMAIN upper_point AS point3 CHECK ((VALUE).y > 0);
CREATE TYPE "Line" AS (a point3, b point3, moods mood[], cost positive);
CREATE FUNCTION mood_gap(a float8, b float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
CREATE TYPE heights AS RANGE (subtype = float8, subtype_diff = mood_gap, multirange_type_name = many_heights);
CREATE TYPE mood_range AS RANGE (subtype = mood);
CREATE TYPE text_range AS RANGE (subtype = text, collation = "C");
COMMENT ON TYPE mood IS 'how one feels; -- really';
COMMENT ON COLUMN point3.x IS 'east';
COMMENT ON DOMAIN positive IS 'more than nothing';
COMMENT ON CONSTRAINT above_zero ON DOMAIN positive IS 'why not';

CREATE TABLE enums (tenant_id text, id int PRIMARY KEY, m mood DEFAULT 'so-so', ma mood[], r mood_range);
INSERT INTO enums VALUES ({{T}}, 1, '', '{sad,NULL,""}', '[sad,so-so)'), ({{T}}, 2, NULL, '{}', 'empty'), ({{T}}, 3, 'it''s; "fine"', '{{sad,sad},{"it''s; \"fine\"",so-so}}', NULL),
  ({{O}}, 4, 'sad', NULL, '(,)');

CREATE TABLE domains (tenant_id text, id int PRIMARY KEY, p present, m positive, s small_positive, ms positive[], h shifts, u upper_point, us upper_point[]);
INSERT INTO domains VALUES ({{T}}, 1, '', 1.10, 999.99, '{1.00,NULL,2.5}', '{a,b}', '(1,2,3)', '{"(0,1,)"}'), ({{T}}, 2, 'n', NULL, NULL, NULL, '{}', NULL, '{}'),
  ({{O}}, 3, 'o', 5, 5, '{}', NULL, '(-0,1e-300,NaN)', NULL);

CREATE TABLE composites (tenant_id text, id int PRIMARY KEY, p point3, pa point3[], l "Line", la "Line"[]);
INSERT INTO composites VALUES ({{T}}, 1, '(1,,-0)', '{"(1,2,3)",NULL}', ROW((1, 2, 3), NULL, '{sad}', 4.5), ARRAY[ROW(NULL, (0, '-Infinity', 'NaN'), '{}', NULL)::"Line"]),
  ({{T}}, 2, '(,,)', '{}', '(,,,)', NULL), ({{T}}, 3, NULL, '[0:1]={"(1,1,1)","(2,2,2)"}', NULL, '{}'), ({{O}}, 4, '(9,9,9)', NULL, NULL, NULL);

CREATE TABLE ranges (tenant_id text, id int PRIMARY KEY, h heights, hs many_heights, t text_range, i int4range, n nummultirange, d daterange[], tz tstzrange, ms datemultirange);
INSERT INTO ranges VALUES ({{T}}, 1, '[1.5,2.5)', '{[1,2),[3,4]}', '["a,""b",z]', '[1,5)', '{(,1),(2.50,)}', '{"[2020-01-01,infinity)",empty}', '[-infinity,2024-02-29 12:00+02)', '{}'),
  ({{T}}, 2, '(,)', '{}', 'empty', 'empty', '{}', '{}', '(,)', '{[2020-01-01,2020-02-01),[2021-01-01,)}'), ({{O}}, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE of_type OF point3 (x WITH OPTIONS NOT NULL DEFAULT 1, PRIMARY KEY (x));
INSERT INTO of_type VALUES (1, 2, 3);
CREATE TABLE whole_rows (tenant_id text, id int PRIMARY KEY, was enums, were ranges[]);
INSERT INTO whole_rows SELECT e.tenant_id, e.id, e, ARRAY(SELECT x FROM ranges x ORDER BY x.id) FROM enums e;
CREATE TABLE collated (tenant_id text, id int, "c" text COLLATE "C", icu text COLLATE "de-x-icu", PRIMARY KEY (icu, id));
CREATE COLLATION numbers (provider = icu, locale = 'en-u-kn-true');
CREATE COLLATION no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE own_collations (tenant_id text COLLATE "C", n text COLLATE numbers, loose text COLLATE no_case UNIQUE, PRIMARY KEY (tenant_id, n));
INSERT INTO collated SELECT {{T}}, n, chr(228 + n % 9), chr(246 - n % 7) FROM generate_series(1, 30) n;
INSERT INTO own_collations VALUES ({{T}}, 'a10', 'Ä'), ({{T}}, 'a9', 'B'), ({{O}}, 'a9', 'c');
