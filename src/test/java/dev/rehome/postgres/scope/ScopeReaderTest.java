package dev.rehome.postgres.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.settings.PostgresCell;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScopeReaderTest {
  private static PostgresCell byRow(TwoCells cells, String lines) {
    PostgresCell plain = TwoCells.settings(cells.sourceDatabase, Isolation.ROW, "s_{tenant}");
    return new PostgresCell(
        plain.database(),
        Isolation.ROW,
        plain.schemas(),
        Optional.of("tenant_id"),
        Map.of("s_acme.tenants", "id"),
        Map.of(lines, "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)"),
        Optional.empty(),
        Map.of(),
        List.of("currencies"),
        List.of("audit_{tenant}"));
  }

  @Test
  void eachTableIsReachedByTheRuleThatNamesIt() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.onSource(
          """
          CREATE SCHEMA s_acme; SET search_path = s_acme;
          CREATE TABLE orders (id int PRIMARY KEY, tenant_id uuid);
          CREATE TABLE tenants (id varchar(9)); CREATE TABLE lines (order_id int);
          CREATE TABLE currencies (code text); CREATE TABLE audit_acme (x int);
          GRANT USAGE ON SCHEMA s_acme TO mover
          """);
      cells.sourceSettings = byRow(cells, "lines");
      Map<String, Reach> reached =
          cells.scope().tables().stream()
              .collect(Collectors.toMap(t -> t.target().toString(), ScopedTable::reach));
      assertThat(reached)
          .containsOnlyKeys("public.orders", "public.tenants", "public.lines", "public.currencies")
          .containsEntry("public.orders", new Reach.ByColumn("tenant_id", "uuid"))
          .containsEntry("public.tenants", new Reach.ByColumn("id", "character varying(9)"))
          .containsEntry("public.currencies", new Reach.Reference());
      assertThat(reached.get("public.lines")).isInstanceOf(Reach.ByPredicate.class);
      cells.reopen();
      cells.sourceSettings = byRow(cells, "else");
      assertThatThrownBy(cells::scope)
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("s_acme.lines");
    }
  }

  @Test
  void partitionsBelongToTheirTableAndInheritanceChildrenToThemselves() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.nasty();
      Scope scope = cells.scope();
      assertThat(scope.tables())
          .extracting(table -> table.source().table())
          .contains("base", "derived", "events")
          .doesNotContain("events_acme", "events_acme_1", "events_rest");
      ScopedTable events = table(scope, "events");
      assertThat(events.key()).containsExactly("tenant_id", "id", "at");
      assertThat(events.leaves())
          .containsExactlyInAnyOrder(
              leaf("events", true),
              leaf("events_acme", true),
              leaf("events_acme_1", false),
              leaf("events_acme_2", false),
              leaf("events_rest", false));
      assertThat(table(scope, "orders").columns())
          .filteredOn(Column::generated)
          .extracting(Column::name)
          .containsExactly("net");
    }
  }

  @Test
  void typesThatCarryObjectIdsGoAsText() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.nasty();
      cells.onSource(
          """
          SET search_path = shop, public; CREATE DOMAIN moods AS mood[]; CREATE DOMAIN low AS citext;
          CREATE TABLE kinds (t01 int, t02 text[], t03 jsonb, t04 mood, t05 positive, t06 citext, t07 low, t08 tsrange,
            t09 numrange[], t10 int2vector, f01 regclass, f02 regtype[], f03 address, f04 mood[], f05 moods, f06 span,
            f07 citext[], f08 aclitem, f09 span_multirange, f10 address[])
          """);
      Set<String> binary =
          table(cells.scope(), "kinds").columns().stream()
              .filter(Column::binary)
              .map(Column::name)
              .collect(Collectors.toSet());
      assertThat(binary)
          .containsExactlyInAnyOrder(
              "t01", "t02", "t03", "t04", "t05", "t06", "t07", "t08", "t09", "t10");
    }
  }

  private static ScopedTable table(Scope scope, String name) {
    return scope.tables().stream()
        .filter(table -> table.source().table().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ScopedTable.Leaf leaf(String name, boolean partitioned) {
    return new ScopedTable.Leaf(new TableName("shop", name), partitioned);
  }
}
