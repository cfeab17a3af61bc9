-- Names that must be quoted, that are keywords, that are as long as may be; tables and what hangs on them.
CREATE TABLE "select" (tenant_id text, "from" int PRIMARY KEY, "where" text DEFAULT 'table', "user" text, "ctid " int, "order" int REFERENCES "select");
INSERT INTO "select" VALUES ({{T}}, 1, 'w', 'u', 1, NULL), ({{T}}, 2, NULL, '', 2, 1), ({{O}}, 3, '', '', 3, NULL);
CREATE TABLE "group" (tenant_id text, "all" int, CONSTRAINT "primary" PRIMARY KEY ("all"), CONSTRAINT "foreign" FOREIGN KEY ("all") REFERENCES "select" ("from"), CONSTRAINT "check" CHECK ("all" > 0));
INSERT INTO "group" VALUES ({{T}}, 1), ({{O}}, 3);
CREATE TABLE "Groß ""Ähre"" 'x' $1$ \ /* -- ; */" (tenant_id text, "Spalte; 1" int PRIMARY KEY, "it's" text, "näch$te" text, "a
b	c" text DEFAULT 'd
e', " " int, "%s" int, "?" int, "{tenant}" text, ":tenant_id" text, "日本語😀" text);
INSERT INTO "Groß ""Ähre"" 'x' $1$ \ /* -- ; */" VALUES ({{T}}, 1, 'i', 'n', 'l', 1, 2, 3, 't', 'u', 'j'), ({{T}}, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ({{O}}, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE INDEX "index; on ""it""" ON "Groß ""Ähre"" 'x' $1$ \ /* -- ; */" ("it's", lower("näch$te")) WHERE "?" > 0;
COMMENT ON TABLE "Groß ""Ähre"" 'x' $1$ \ /* -- ; */" IS 'it''s; -- not a comment /* nor this */ \ok $$';
COMMENT ON COLUMN "Groß ""Ähre"" 'x' $1$ \ /* -- ; */"."a
b	c" IS E'tab\there,\nline';
CREATE TABLE "UPPER" (tenant_id text, "Id" int PRIMARY KEY);
CREATE TABLE upper (tenant_id text, id int PRIMARY KEY);
CREATE TABLE "upper.id" (tenant_id text, id int PRIMARY KEY);
CREATE TABLE "a
table" (tenant_id text, id int PRIMARY KEY);
INSERT INTO "UPPER" VALUES ({{T}}, 1); INSERT INTO upper VALUES ({{T}}, 2); INSERT INTO "upper.id" VALUES ({{T}}, 3); INSERT INTO "a
table" VALUES ({{T}}, 4);
CREATE TABLE a63_x3456789012345678901234567890123456789012345678901234567891 (tenant_id text, c63_x3456789012345678901234567890123456789012345678901234567892 int PRIMARY KEY, u int UNIQUE, s serial);
CREATE TABLE a63_x3456789012345678901234567890123456789012345678901234567892 (tenant_id text, c63_x3456789012345678901234567890123456789012345678901234567892 int PRIMARY KEY, u int UNIQUE, s serial);
INSERT INTO a63_x3456789012345678901234567890123456789012345678901234567891 VALUES ({{T}}, 1, 1); INSERT INTO a63_x3456789012345678901234567890123456789012345678901234567892 VALUES ({{T}}, 2, 2);
CREATE TABLE "ääääääääääääääääääääääääääääääx" (tenant_id text, "öööööööööööööööööööööööööööööööx" int PRIMARY KEY);
INSERT INTO "ääääääääääääääääääääääääääääääx" VALUES ({{T}}, 5), ({{O}}, 6);
CREATE TYPE "type; t" AS ENUM ('a;', '--');
CREATE SEQUENCE "seq ""uence's";
CREATE TABLE uses (tenant_id text, t "type; t"[] DEFAULT '{a;}'::"type; t"[], s bigint DEFAULT nextval('"seq ""uence''s"'::regclass), PRIMARY KEY (s));
INSERT INTO uses (tenant_id) VALUES ({{T}}), ({{T}}), ({{O}});
CREATE FUNCTION "fun; c"("a b" int, OUT "c ""d" text) LANGUAGE plpgsql AS $body$ BEGIN "c ""d" := $q$;$q$ || "a b"; END $body$;
CREATE VIEW "v;iew" AS SELECT u.s AS "a; b", u.tenant_id, "fun; c"(1) AS "d""" FROM uses u;
CREATE VIEW "table" AS SELECT "v;iew"."a; b" AS "select", tenant_id FROM "v;iew";
CREATE FUNCTION "trigger"() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER "trig; ger" BEFORE UPDATE OF "it's", "a
b	c" ON "Groß ""Ähre"" 'x' $1$ \ /* -- ; */" FOR EACH ROW WHEN (NEW."it's" = 'ON;') EXECUTE FUNCTION "trigger"('a;''b', '--');
CREATE TABLE "partitioned; by" (tenant_id text, "k;" text) PARTITION BY LIST ("k;");
CREATE TABLE "part of "" it" PARTITION OF "partitioned; by" FOR VALUES IN ('a; ''--', NULL);
CREATE TABLE "PART OF " PARTITION OF "partitioned; by" DEFAULT;
INSERT INTO "partitioned; by" VALUES ({{T}}, NULL), ({{T}}, 'a; ''--'), ({{T}}, ''), ({{O}}, 'x');
CREATE TABLE tenants (tenant_id text PRIMARY KEY, name text); INSERT INTO tenants VALUES ({{T}}, {{T}}), ({{O}}, 'o');
CREATE TABLE excluded (tenant_id text); CREATE TABLE x (tenant_id text, x int, t int, c int, k int, n int); INSERT INTO x VALUES ({{T}}, 1, 2, 3, 4, 5);
