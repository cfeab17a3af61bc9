package dev.rehome.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first of each pair is what a server before 16 prints, the second what one after it does. */
final class LoneRelationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT ge.v, count(*) AS count FROM ge WHERE ge.c IS DISTINCT FROM ge.v GROUP BY ge.v"
            + " | SELECT v, count(*) AS count FROM ge WHERE c IS DISTINCT FROM v GROUP BY v",
        "WITH x AS ( SELECT g.a FROM g) SELECT x.a, x.* FROM x ORDER BY x.a"
            + " | WITH x AS ( SELECT g.a FROM g) SELECT a, x.* FROM x ORDER BY a",
        "SELECT \"My T\".a, ( SELECT count(*) FROM ex WHERE ex.v = \"My T\".v) FROM shop.\"My T\""
            + " | SELECT a, ( SELECT count(*) FROM ex WHERE ex.v = \"My T\".v) FROM shop.\"My T\"",
        "SELECT g.g, shop.g(g.g) FROM generate_series(1, 3) g(g)"
            + " | SELECT g, shop.g(g) FROM generate_series(1, 3) g(g)",
      })
  void columnsOfTheOnlyRelationLoseItsName(String before, String after) {
    assertThat(LoneRelation.unnamed(before)).isEqualToNormalizingWhitespace(after);
    assertThat(LoneRelation.unnamed(after)).isEqualToNormalizingWhitespace(after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a.v, b.v FROM a, b",
        "SELECT a.v FROM a JOIN b ON a.v = b.v WHERE a.v > 1",
        "SELECT a.v FROM a UNION ALL SELECT b.v FROM b",
      })
  void ofSeveralEachKeepsItsName(String query) {
    assertThat(LoneRelation.unnamed(query)).isEqualTo(query);
  }
}
