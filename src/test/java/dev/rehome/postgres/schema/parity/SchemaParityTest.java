package dev.rehome.postgres.schema.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Verdict;
import dev.rehome.postgres.TwoCells;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaParityTest {
  private static TwoCells cells;

  @BeforeAll
  static void copy() throws Exception {
    cells = new TwoCells();
    cells.nasty();
    cells.applyAll();
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  private static Verdict verdict() {
    var scope = cells.scope();
    return SchemaParity.check(
        cells.source(), cells.target(), cells.move, scope, SchemaParity.planned(scope).get(0));
  }

  @Test
  void theRenamedCopyIsEqualAndTheVerdictShowsADigest() {
    Verdict verdict = verdict();
    assertThat(verdict.targetValue()).isEqualTo(verdict.sourceValue());
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.sourceValue()).contains("definitions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALTER TABLE shop.orders ADD extra int | ALTER TABLE shop.orders DROP extra | orders column"
            + " extra",
        "ALTER TABLE shop.shop ALTER name SET DEFAULT 'z' | ALTER TABLE shop.shop ALTER name SET"
            + " DEFAULT 'x;y' | shop column name",
        "ALTER TABLE shop.shop ALTER tenant_id DROP NOT NULL | ALTER TABLE shop.shop ALTER"
            + " tenant_id SET NOT NULL | shop column tenant_id",
        "ALTER TABLE shop.base ALTER x TYPE bigint | ALTER TABLE shop.base ALTER x TYPE int | base"
            + " column x",
        "CREATE INDEX surplus ON shop.base (x) | DROP INDEX shop.surplus | base index surplus",
        "ALTER TYPE shop.mood RENAME VALUE 'sad' TO 'mad' | ALTER TYPE shop.mood RENAME VALUE 'mad'"
            + " TO 'sad' | type mood",
        "ALTER TABLE shop.shop DISABLE TRIGGER touched | ALTER TABLE shop.shop ENABLE ALWAYS"
            + " TRIGGER touched | shop trigger touched",
        "ALTER TABLE shop.orders DISABLE ROW LEVEL SECURITY | ALTER TABLE shop.orders ENABLE ROW"
            + " LEVEL SECURITY | orders table",
        "COMMENT ON TABLE shop.base IS 'new' | COMMENT ON TABLE shop.base IS NULL | base comment",
        "ALTER SEQUENCE shop.ticket INCREMENT 7 | ALTER SEQUENCE shop.ticket INCREMENT 5 | sequence"
            + " ticket",
        "ALTER FUNCTION shop.quoted(text) VOLATILE | ALTER FUNCTION shop.quoted(text) STABLE |"
            + " routine quoted",
        "ALTER TABLE shop.customers ADD CONSTRAINT more CHECK (id > 0) | ALTER TABLE shop.customers"
            + " DROP CONSTRAINT more | customers constraint more",
        "ALTER DOMAIN shop.switch DROP CONSTRAINT switch_check; ALTER DOMAIN shop.switch ADD"
            + " CONSTRAINT switch_check CHECK (VALUE IN ('on', 'of')) | ALTER DOMAIN shop.switch"
            + " DROP CONSTRAINT switch_check; ALTER DOMAIN shop.switch ADD CONSTRAINT switch_check"
            + " CHECK (VALUE IN ('on', 'off')) | type switch",
        "ALTER POLICY shown ON shop.parcels USING (status IN ('open')) | ALTER POLICY shown ON"
            + " shop.parcels USING (status IN ('open', 'new')) | parcels policy shown",
      })
  void saysNoTo(String fault, String back, String subject) throws Exception {
    cells.onSource(fault);
    try {
      Verdict verdict = verdict();
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.sourceValue() + verdict.targetValue()).contains(subject);
    } finally {
      cells.onSource(back);
    }
    assertThat(verdict().passed()).isTrue();
  }

  @Test
  void aMissingIndexInTheTargetIsMissed() throws Exception {
    cells.onTarget("DROP INDEX public.orders_part");
    assertThat(verdict().targetValue()).contains("orders index orders_part: is missing");
    cells.onTarget(
        "CREATE INDEX orders_part ON public.orders (customer DESC NULLS LAST) INCLUDE (total)"
            + " WHERE total > 10; COMMENT ON INDEX public.orders_part IS 'partial'");
    assertThat(verdict().passed()).isTrue();
  }
}
