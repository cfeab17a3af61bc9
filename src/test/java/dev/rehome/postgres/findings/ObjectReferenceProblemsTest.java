package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.postgres.Buckets;
import dev.rehome.postgres.settings.ObjectReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be rewritten is found before anything changes. */
final class ObjectReferenceProblemsTest extends ProblemsTest {
  @BeforeEach
  void objects() {
    cells.sourceObjects = Optional.of(Buckets.SHARED);
    cells.targetObjects =
        Optional.of(Buckets.at("http://west:9001", "a-bucket-with-a-longer-name", "of/{tenant}"));
  }

  private void references(String... names) {
    cells.sourceSettings =
        cells.sourceSettings.referringTo(
            Stream.of(names).map(name -> ObjectReference.parse(name).orElseThrow()).toList());
  }

  @Test
  void columnsThatCanBeRewrittenAreNoFinding() throws Exception {
    owned(
        "ALTER TABLE shop.orders ADD j json, ADD b jsonb, ADD ts text[], ADD v varchar(40), ADD vs"
            + " varchar(40)[]; UPDATE shop.orders SET j = '{}', b = '[]', ts = '{}', v ="
            + " 'tenants/acme/x', vs = '{tenants/acme/x,NULL}'");
    references(
        "orders.note",
        "shop.orders.j:/a",
        "orders.b:/a/*/b",
        "orders.b:/c",
        "orders.ts",
        "orders.v",
        "orders.vs");
    assertThat(find()).isEmpty();
  }

  @Test
  void allThatIsWrongWithThemIsToldAtOnce() throws Exception {
    byRow(Map.of(), List.of("colours"), List.of("audit"));
    owned(
        """
        ALTER TABLE shop.orders ADD made text GENERATED ALWAYS AS ('x') STORED, ADD n int, ADD ns int[], ADD j json,
          ADD doc text UNIQUE, ADD up text REFERENCES shop.orders (doc);
        CREATE TABLE shop.named (tenant_id text NOT NULL, url text PRIMARY KEY);
        CREATE TABLE shop.parts (tenant_id text NOT NULL, url text, kind text) PARTITION BY LIST (kind);
        CREATE TABLE shop.part PARTITION OF shop.parts DEFAULT;
        CREATE TABLE shop.computed (tenant_id text NOT NULL, kind text) PARTITION BY RANGE (lower(kind));
        CREATE TABLE shop.colours (name text); CREATE TABLE shop.audit (url text)
        """);
    references(
        "nowhere.url",
        "orders.nothing",
        "orders.made",
        "orders.n",
        "orders.ns",
        "orders.j",
        "orders.note:/a",
        "orders.tenant_id",
        "orders.doc",
        "orders.up",
        "named.url",
        "parts.kind",
        "part.url",
        "computed.kind",
        "colours.name",
        "audit.url",
        "shop.orders.id");
    String all =
        String.join("\n", find().stream().filter(Finding::blocks).map(Finding::line).toList());
    assertThat(all.lines())
        .hasSize(17)
        .allMatch(line -> line.contains("postgres.object-references"))
        .anyMatch(
            line ->
                line.contains(
                    "us_east nowhere.url: is named in the settings, but there is no such table in"
                        + " [shop]"))
        .anyMatch(
            line ->
                line.contains(
                    "us_east part.url: is named in the settings, but there is no such table"))
        .anyMatch(
            line ->
                line.contains(
                    "shop.orders.nothing: is named in the settings, but the table has no such"
                        + " column"))
        .anyMatch(line -> line.contains("shop.orders.made: is a generated column"))
        .anyMatch(line -> line.contains("shop.orders.n: is of type integer"))
        .anyMatch(line -> line.contains("shop.orders.ns: is of type integer[]"))
        .anyMatch(line -> line.contains("shop.orders.id: is of type integer"))
        .anyMatch(line -> line.contains("shop.orders.j: is of type json: a pointer must say"))
        .anyMatch(
            line ->
                line.contains(
                    "shop.orders.note: is of type text, which has no place for a pointer"))
        .anyMatch(line -> line.contains("shop.orders.tenant_id: is the tenant column"))
        .anyMatch(
            line -> line.contains("shop.orders.doc: is part of the foreign key orders_up_fkey"))
        .anyMatch(line -> line.contains("shop.orders.up: is part of the foreign key"))
        .anyMatch(line -> line.contains("shop.named.url: is part of the primary key"))
        .anyMatch(line -> line.contains("shop.parts.kind: is part of the partition key"))
        .anyMatch(line -> line.contains("shop.computed.kind: is part of the partition key"))
        .anyMatch(line -> line.contains("shop.colours.name: is of a reference table"))
        .anyMatch(line -> line.contains("shop.audit.url: is of an excluded table"));
  }

  @Test
  void oneStringIsNotRewrittenTwice() throws Exception {
    owned("ALTER TABLE shop.orders ADD j json");
    references(
        "orders.note", "shop.orders.note", "orders.j:/a/*", "orders.j:/*/b", "orders.j:/a/b/c");
    assertThat(find().stream().map(Finding::line))
        .hasSize(2)
        .anyMatch(line -> line.contains("shop.orders.note: is named twice"))
        .anyMatch(
            line ->
                line.contains(
                    "shop.orders.j: is named twice, by orders.j:/a/* and by orders.j:/*/b"));
  }

  @Test
  void aColumnThatTheNewFormOverflowsIsNamedAndTheNeighboursRowsAreNot() throws Exception {
    owned(
        """
        ALTER TABLE shop.orders ADD v varchar(40), ADD c char(40), ADD vs varchar(40)[];
        UPDATE shop.orders SET v = u, c = u, vs = ARRAY['', u] FROM (SELECT 's3://app-files/tenants/acme/345678' AS u) x WHERE id = %d
        """
            .formatted(2));
    references("orders.v", "orders.c", "orders.vs");
    assertThat(find()).isEmpty();
    owned("UPDATE shop.orders SET v = o.v, c = o.c, vs = o.vs FROM shop.orders o WHERE o.id = 2");
    blocks(
        "shop.orders.v",
        "is character varying(40), and references are too long for it",
        "(1 row, e.g. (1)",
        "wider");
    blocks(
        "shop.orders.c",
        "is character(40), and references are too long for it",
        "(1 row, e.g. (1)");
    blocks(
        "shop.orders.vs",
        "is character varying(40)[], and references are too long for it",
        "(1 row, e.g. (1)");
  }

  @Test
  void valuesThatCannotBeLookedIntoAreToldWithoutThem() throws Exception {
    owned(
        "ALTER TABLE shop.orders ADD j json, ADD ts text[];"
            + " UPDATE shop.orders SET j = '{\"secret\": \"\\u0000\"}', ts = '{{a},{b}}'");
    references("orders.j:/a", "orders.ts");
    blocks("shop.orders.j", "cannot be looked into: unsupported Unicode escape sequence");
    blocks("shop.orders.ts", "has arrays of several dimensions or that do not begin at 1 (1 row");
    assertThat(find().toString()).doesNotContain("secret");
  }

  @Test
  void thatTheObjectsStayIsTold() throws Exception {
    references("orders.note");
    cells.targetObjects = Optional.empty();
    notes("postgres.object-references", "no objects are moved");
    assertThat(find()).noneMatch(Finding::blocks);
  }
}
