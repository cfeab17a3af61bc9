package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.TwoCells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody but a superuser can make is found before the move, not in the middle of it. */
final class SuperuserProblemsTest extends ProblemsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE OPERATOR CLASS shop.ints FOR TYPE int4 USING btree AS OPERATOR 1 <, OPERATOR 3 =, OPERATOR 5 >, FUNCTION 1 btint4cmp(int4, int4) | operator class shop.ints | is an operator class
          CREATE OPERATOR FAMILY shop.empty USING btree | operator family shop.empty | is an operator family
          CREATE FUNCTION shop.c() RETURNS int LANGUAGE internal AS 'pg_backend_pid' | function shop.c() | language internal
          CREATE FUNCTION shop.l() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1' | function shop.l() | LEAKPROOF
          CREATE FUNCTION shop.s() RETURNS int LANGUAGE sql SET session_replication_role = replica AS 'SELECT 1' | function shop.s() | sets session_replication_role
          CREATE AGGREGATE shop.a(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg) | function shop.a(numeric) | type internal
          CREATE TEXT SEARCH TEMPLATE shop.t (INIT = dsimple_init, LEXIZE = dsimple_lexize) | text search template shop.t | is a text search template
          CREATE TEXT SEARCH PARSER shop.p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype) | text search parser shop.p | is a text search parser
          CREATE TYPE shop.e AS ENUM ('a'); CREATE TYPE shop.f AS ENUM ('a'); CREATE CAST (shop.e AS shop.f) WITH INOUT; CREATE TYPE shop.base; CREATE FUNCTION shop.i(cstring) RETURNS shop.base LANGUAGE internal STRICT AS 'int4in'; CREATE FUNCTION shop.o(shop.base) RETURNS cstring LANGUAGE internal STRICT AS 'int4out'; CREATE TYPE shop.base (INPUT = shop.i, OUTPUT = shop.o, LIKE = int4) | type shop.base | is a base type
          CREATE DOMAIN shop.d AS text; CREATE TYPE shop.r AS RANGE (subtype = int4); CREATE CAST (int4range AS shop.r) WITHOUT FUNCTION | cast from int4range to shop.r | WITHOUT FUNCTION
          CREATE FUNCTION shop.b(text) RETURNS point LANGUAGE sql AS 'SELECT NULL::point'; CREATE CAST (text AS point) WITH FUNCTION shop.b(text) | cast from text to point | types of other schemas
          """)
  void isNamed(String made, String object, String why) throws Exception {
    cells.onSource(made);
    blocks("us_east " + object, why, "ALTER ROLE \"mover\" SUPERUSER at us_west");
  }

  @Test
  void isNotNamedForASuperuser() throws Exception {
    cells.onSource("CREATE FUNCTION shop.l() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1'");
    TwoCells.admin("postgres", "ALTER ROLE mover SUPERUSER");
    try {
      assertThat(find()).noneMatch(finding -> finding.line().contains("superuser can make"));
    } finally {
      TwoCells.admin("postgres", "ALTER ROLE mover NOSUPERUSER");
    }
  }
}
