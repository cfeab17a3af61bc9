package dev.rehome.postgres.findings.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OthersConditionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tenant_id = :tenant_id OR tenant_id IS NULL | (tenant_id <> 'acme' OR tenant_id IS NULL)",
        "id IN (SELECT u FROM m WHERE tenant_id=:tenant_id) | (id IN (SELECT u FROM m WHERE"
            + " tenant_id<>'acme'))",
        "t = CAST(:tenant_id AS uuid) | (t <> CAST('acme' AS uuid))",
        "t = pg_catalog.lower((:tenant_id)) AND x | (t <> pg_catalog.lower(('acme')) AND x)",
        ":tenant_id::text = ANY (tenants) | ('acme'::text <> ANY (tenants))",
        "(:tenant_id) = t | (('acme') <> t)",
        "NOT deleted AND a = :tenant_id | (NOT deleted AND a <> 'acme')",
        "x IS NOT NULL AND EXISTS (SELECT FROM m WHERE NOT gone AND m.t = :tenant_id) | (x IS NOT"
            + " NULL AND EXISTS (SELECT FROM m WHERE NOT gone AND m.t <> 'acme'))",
        "a = :tenant_id OR b = :tenant_id | (a <> 'acme' OR b <> 'acme')",
      })
  void whatItReachesForAnyOtherTenant(String predicate, String turned) {
    assertThat(OthersCondition.of(predicate, "acme")).contains(turned);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant_id IN (:tenant_id, 'all')",
        "tenants @> ARRAY[:tenant_id]",
        "tenant_id LIKE :tenant_id",
        "NOT EXISTS (SELECT FROM blocked b WHERE b.t = :tenant_id)",
        "id NOT IN (SELECT id FROM others WHERE t = :tenant_id)",
        "id IN (SELECT id FROM a EXCEPT SELECT id FROM b WHERE t = :tenant_id)",
        "a = 'of :tenant_id'",
        "a >= :tenant_id",
        "a = :tenant_id OR b @> ARRAY[:tenant_id]",
      })
  void whatCannotBeTurnedRoundIsLeft(String predicate) {
    assertThat(OthersCondition.of(predicate, "acme")).isEmpty();
  }
}
