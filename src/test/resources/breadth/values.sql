-- Values that are equal without being the same, or that have no place in a text.
CREATE TABLE numbers (tenant_id text, id int PRIMARY KEY, n numeric, n2 numeric(9, 3), f4 real, f8 float8, m money, s smallint, b bigint);
INSERT INTO numbers VALUES ({{T}}, 1, 'NaN', 'NaN', 'NaN', 'NaN', '-12.34', -32768, -9223372036854775808), ({{T}}, 2, 'Infinity', 1.500, '-0', '-0', '0', 32767, 9223372036854775807),
  ({{T}}, 3, '-Infinity', -0.000, 'Infinity', '-Infinity', NULL, 0, 0), ({{T}}, 4, 1.00000, NULL, 1.17549435e-38, 4.9e-324, NULL, NULL, NULL), ({{T}}, 5, 1.0, NULL, 0.1, 0.1, NULL, NULL, NULL),
  ({{T}}, 6, 1e-1000, NULL, 3.4028235e38, 1.7976931348623157e308, NULL, NULL, NULL), ({{T}}, 7, 10::numeric ^ 1000 + 1, NULL, 0, 0, NULL, NULL, NULL), ({{O}}, 8, 0, 0, 0, 0, 0, 0, 0);
CREATE TABLE float_keys (tenant_id text, f float8, n numeric, PRIMARY KEY (f, n));
INSERT INTO float_keys VALUES ({{T}}, '-0', 1.0), ({{T}}, 0, 1.50), ({{T}}, 'NaN', 'NaN'), ({{T}}, '-Infinity', '-Infinity'), ({{T}}, 1e-320, 0.00);
CREATE TABLE times (tenant_id text, id int PRIMARY KEY, d date, t time, tt timetz, ts timestamp, tz timestamptz, i interval, i3 interval second(3), ts0 timestamp(0));
INSERT INTO times VALUES ({{T}}, 1, '0044-03-15 BC', '24:00', '23:59:59.999999+15:59:59', '4713-01-01 BC', '4713-02-01 00:00 BC', '-178000000 years', '1.999 s', '0001-12-31 23:59:59 BC'),
  ({{T}}, 2, 'infinity', '00:00', '00:00-15:59', 'infinity', '-infinity', '1 mon -1 day 00:00:00.000001', NULL, 'infinity'), ({{T}}, 3, '-infinity', '12:00:00.000001', NULL, '294276-12-31 23:59:59.999999', '2024-03-31 02:30+01', '0', '0', NULL),
  ({{T}}, 4, '5874897-12-31', NULL, NULL, '-infinity', '1883-11-18 12:03:57-04:56:02', '1 year 13 mons -400 days +99999:59:59.5', NULL, NULL), ({{O}}, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE texts (tenant_id text, id int PRIMARY KEY, t text, v varchar(3), c char(4), n name, q "char", x xml);
INSERT INTO texts VALUES ({{T}}, 1, '', '', '', '', '', ''), ({{T}}, 2, NULL, NULL, NULL, NULL, NULL, NULL), ({{T}}, 3, '\N', '\.', ' x', E'a\nb', 'a', '<a b="c">&amp;<!-- d --></a>'),
  ({{T}}, 4, E'\\.\n', E'\t\r\n', E'\\', '"', E'\\200', 'two <b/> parts'), ({{T}}, 5, E'\u0001\u007f\u00a0\ufeff\U0001F600e\u0301', '😀', 'ß', 'ö', ' ', NULL), ({{T}}, 6, 'NULL', '  x', 'x', 'null', NULL, NULL),
  ({{T}}, 7, '{"a,b"}', '" ,', '''', ')', NULL, NULL), ({{O}}, 8, 'o', 'o', 'o', 'o', 'o', NULL);
CREATE TABLE bytes (tenant_id text, id int PRIMARY KEY, b bytea, bs bytea[], bits bit(3), varbits bit varying, vb2 varbit(5)[]);
INSERT INTO bytes VALUES ({{T}}, 1, '', '{}', B'000', B'', '{}'), ({{T}}, 2, decode('00ff5c2728', 'hex'), ARRAY['\x00'::bytea, NULL, ''], B'101', B'00000000000000001', '{"",10101}'), ({{O}}, 3, NULL, NULL, NULL, NULL, NULL);
INSERT INTO bytes SELECT {{T}}, 4, string_agg(set_byte('\x00', 0, n), ''), NULL, NULL, NULL, NULL FROM generate_series(0, 255) n;
CREATE TABLE documents (tenant_id text, id int PRIMARY KEY, j json, b jsonb, ja json[], ba jsonb[], p jsonpath, v tsvector, q tsquery);
INSERT INTO documents VALUES ({{T}}, 1, '{"b": 1, "a" :2, "a":3}', '{"b": 1, "a": 2, "a": 3}', '{"1 ","\"\\u00e9\""}', '{null,"null"}', '$."a;b"[*] ? (@ > 1)', 'a:1A,2B ''it''''s'':3 b', '!(a & ''b c'':*A) | d <2> e'),
  ({{T}}, 2, 'null', 'null', '{}', '{}', 'strict $', '', ''), ({{T}}, 3, ' [ ] ', '"\\\u0001\ud83d\ude00"', NULL, NULL, NULL, NULL, NULL), ({{T}}, 4, '1.0', '1.0', NULL, NULL, NULL, NULL, NULL), ({{T}}, 5, '1.00', '1.00e2', NULL, NULL, NULL, NULL, NULL),
  ({{O}}, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE networks (tenant_id text, id int PRIMARY KEY, i inet, c cidr, m macaddr, m8 macaddr8, u uuid, lsn pg_lsn, xid xid8, snap pg_snapshot);
INSERT INTO networks VALUES ({{T}}, 1, '::1/64', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:ff:fe:01:02:03', '00000000-0000-0000-0000-000000000000', '16/B374D848', '18446744073709551615', '10:20:10,14'),
  ({{T}}, 2, '192.168.0.1/24', '::/0', NULL, NULL, NULL, NULL, NULL, NULL), ({{O}}, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE shapes (tenant_id text, id int PRIMARY KEY, p point, l line, s lseg, b box, pa path, po polygon, c circle);
INSERT INTO shapes VALUES ({{T}}, 1, '(0.1,-0)', '{1,2,3}', '[(0,0),(1e-300,1)]', '(2,2),(0,0)', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),NaN>'), ({{T}}, 2, '(Infinity,NaN)', NULL, NULL, NULL, '((0,0))', NULL, NULL), ({{O}}, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE arrays (tenant_id text, id int PRIMARY KEY, a text[], b int[][], c numeric(5, 2)[3], d timestamptz[], e float8[]);
INSERT INTO arrays VALUES ({{T}}, 1, '{}', '{}', '{}', '{}', '{}'), ({{T}}, 2, ARRAY['', NULL, 'NULL', 'a,b', '"', '\', '{}', ' '], '[0:1][-1:0]={{1,2},{3,NULL}}', '{NaN,1.50}', '{infinity,"0044-03-15 00:00+00 BC"}', '{-0,0,NaN}'),
  ({{T}}, 3, '[5:6]={x,y}', NULL, NULL, NULL, NULL), ({{O}}, 4, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE identifiers (tenant_id text, id int PRIMARY KEY, c regclass, t regtype, p regproc, pp regprocedure, r regrole, o regoperator, n regnamespace, cs regclass[]);
INSERT INTO identifiers VALUES ({{T}}, 1, 'numbers', 'integer[]', 'now', 'lower(text)', 'app_owner', '+(integer,integer)', 'pg_catalog', '{numbers,pg_class}'), ({{T}}, 2, NULL, '-', '-', '-', NULL, NULL, NULL, '{}'), ({{O}}, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE big (tenant_id text, id int PRIMARY KEY, packed text, plain text, raw bytea, j jsonb);
ALTER TABLE big ALTER plain SET STORAGE EXTERNAL, ALTER raw SET STORAGE MAIN, ALTER packed SET COMPRESSION pglz;
INSERT INTO big SELECT {{T}}, n, repeat('päck', n * 700000), (SELECT string_agg(md5((n * 1000000 + i)::text), '') FROM generate_series(1, n * 60000) i), decode(repeat('00ff', n * 1000), 'hex'), to_jsonb(ARRAY(SELECT i FROM generate_series(1, n * 5000) i)) FROM generate_series(1, 2) n;
INSERT INTO big VALUES ({{O}}, 9, 'o', 'o', 'o', '{}');
CREATE TABLE nulls (tenant_id text, id int, a text, b int, c text[], d jsonb);
INSERT INTO nulls VALUES ({{T}}, NULL, NULL, NULL, NULL, NULL), ({{T}}, NULL, '', NULL, '{}', 'null'), ({{T}}, NULL, NULL, NULL, '{NULL}', NULL), ({{T}}, NULL, 'NULL', NULL, '{""}', '{}');
