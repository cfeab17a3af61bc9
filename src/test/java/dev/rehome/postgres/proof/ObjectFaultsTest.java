package dev.rehome.postgres.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.Buckets;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The checks of columns with references to objects are shown the faults for which they are there.
 */
final class ObjectFaultsTest {
  private static final String SHOP =
      """
      CREATE TABLE docs (tenant_id text, id int PRIMARY KEY, url text, name text,
        file text GENERATED ALWAYS AS (split_part(url, '/', 6)) STORED,
        plain text GENERATED ALWAYS AS (upper(name)) STORED);
      CREATE TABLE loose (tenant_id text, url text, name text);
      CREATE TABLE json (tenant_id text, id int PRIMARY KEY, j json, b jsonb, ts text[]);
      INSERT INTO docs SELECT 'acme', n, 's3://app-files/tenants/acme/' || n || '.pdf', 'n' || n
        FROM generate_series(1, 10) n;
      INSERT INTO docs VALUES ('acme', 11, NULL), ('acme', 12, 'https://example.com/x'),
        ('acme', 13, 's3://app-files/tenants/acme2/1.pdf');
      INSERT INTO loose SELECT 'acme', 'tenants/acme/' || n % 3 || '.pdf', 'n' || n % 2
        FROM generate_series(1, 10) n;
      INSERT INTO json VALUES
        ('acme', 1, '{"url" : "tenants/acme/1.pdf", "n": 1.50}', '{"url": "tenants/acme/1.pdf", "n": 1.50}',
          '{tenants/acme/1.pdf,NULL,other}'),
        ('acme', 2, '{"url" : "other", "n":1.50}', '{"url": null, "n": {"b": 1, "a": [1]}}', '{}'),
        ('acme', 3, '"tenants/acme/1.pdf"', '[]', NULL);
      """;

  private static TwoDatabases two;
  private static Plan plan;

  @BeforeAll
  static void move() throws Exception {
    two =
        new TwoDatabases(
            Setting.ROW.objects(
                Buckets.SHARED,
                Buckets.OWN,
                "docs.url",
                "loose.url",
                "json.j:/url",
                "json.b:/url",
                "json.ts"));
    two.onSource(SHOP);
    two.book().list("0.pdf", "1.pdf", "2.pdf", "3.pdf", "4.pdf", "5.pdf");
    two.book().list("6.pdf", "7.pdf", "8.pdf", "9.pdf", "10.pdf");
    plan = two.copyAll();
    two.plant(
        "CREATE TABLE d AS TABLE docs; CREATE TABLE l AS TABLE loose; CREATE TABLE o AS TABLE json");
  }

  @AfterEach
  void mend() throws Exception {
    two.plant(
        """
        DELETE FROM docs; INSERT INTO docs (tenant_id, id, url, name) SELECT tenant_id, id, url, name FROM d;
        DELETE FROM loose; INSERT INTO loose TABLE l; DELETE FROM json; INSERT INTO json TABLE o
        """);
    assertThat(two.failing(plan)).isEmpty();
  }

  @AfterAll
  static void close() {
    two.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE docs SET url = 's3://app-files/tenants/acme/3.pdf' WHERE id = 3"
            + " | object-references shop.docs.url",
        "UPDATE docs SET url = 's3://acme-files/of/acme/of/acme/3.pdf' WHERE id = 3"
            + " | object-references shop.docs.url, objects-exist shop.docs.url",
        "UPDATE docs SET url = 's3://acme-files/of/acme/4.pdf' WHERE id = 3"
            + " | object-references shop.docs.url",
        "UPDATE docs SET url = 's3://acme-files/of/acme/gone.pdf' WHERE id = 3"
            + " | object-references shop.docs.url, objects-exist shop.docs.url",
        "UPDATE docs SET url = NULL WHERE id = 3" + " | object-references shop.docs.url",
        "UPDATE docs SET url = '' WHERE id = 11 | object-references shop.docs.url",
        "UPDATE docs SET url = 's3://acme-files/of/acme2/1.pdf' WHERE id = 13"
            + " | object-references shop.docs.url",
        "UPDATE docs a SET url = b.url FROM docs b WHERE a.id + b.id = 5"
            + " | object-references shop.docs.url",
        "UPDATE docs SET name = 'x' WHERE id = 3 | digest shop.docs",
        "UPDATE docs SET url = url              | ''",
        "UPDATE loose SET url = 'tenants/acme/0.pdf' WHERE ctid = (SELECT min(ctid) FROM loose)"
            + " | object-references shop.loose.url",
        "UPDATE loose a SET url = b.url FROM loose b WHERE a.ctid = (SELECT min(ctid) FROM loose WHERE url LIKE '%1.pdf')"
            + " AND b.url LIKE '%2.pdf' | object-references shop.loose.url",
        "UPDATE json SET j = '{\"url\" : \"tenants/acme/1.pdf\", \"n\": 1.50}' WHERE id = 1"
            + " | object-references shop.json.j",
        "UPDATE json SET j = jsonb_set(j::jsonb, '{n}', '1.5') WHERE id = 1"
            + " | object-references shop.json.j",
        "UPDATE json SET j = '{\"url\":\"other\", \"n\":1.50}' WHERE id = 2"
            + " | object-references shop.json.j",
        "UPDATE json SET b = jsonb_set(b, '{n}', '1.5') WHERE id = 1 | object-references shop.json.b",
        "UPDATE json SET b = jsonb_set(b, '{x}', '1') WHERE id = 1   | object-references shop.json.b",
        "UPDATE json SET b = '{}' WHERE id = 3                | object-references shop.json.b",
        "UPDATE json SET b = NULL WHERE id = 3                | object-references shop.json.b",
        "UPDATE json SET ts[2] = '' WHERE id = 1              | object-references shop.json.ts",
        "UPDATE json SET ts = array_append(ts, NULL) WHERE id = 1   | object-references shop.json.ts",
        "UPDATE json SET ts = NULL WHERE id = 2               | object-references shop.json.ts",
        "UPDATE json SET ts = '[0:2]={of/acme/1.pdf,NULL,other}' WHERE id = 1"
            + " | object-references shop.json.ts",
      })
  void theCheckSaysNo(String fault, String checks) throws Exception {
    two.plant(fault);
    assertThat(String.join(", ", two.failing(plan))).isEqualTo(checks);
  }

  private static Verdict verdict(String check, String subject) {
    return two.store().check(two.move, new PlannedCheck("postgres", check, subject));
  }

  @Test
  void aReferenceThatNamesNoObjectOnEitherSideIsToldAndFailsNothing() {
    two.book().strike("3.pdf");
    Verdict verdict = verdict("objects-exist", "shop.docs.url");
    two.book().list("3.pdf");
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.targetValue()).startsWith("10 references, 1 dangling");
    assertThat(verdict.sourceValue()).isEqualTo(verdict.targetValue());
  }

  @Test
  void aReferenceToAnotherObjectThatIsMissingFailsBesideOneThatDangles() throws Exception {
    two.book().strike("3.pdf");
    two.plant(
        "UPDATE docs SET url = 's3://acme-files/of/acme/3.pdf' WHERE id = 4;"
            + " UPDATE docs SET url = 's3://acme-files/of/acme/gone.pdf' WHERE id = 3");
    Verdict verdict = verdict("objects-exist", "shop.docs.url");
    two.book().list("3.pdf");
    assertThat(verdict.passed()).isFalse();
  }

  @Test
  void aListThatHasNotEndedProvesNothing() {
    two.book().complete(false);
    Verdict verdict = verdict("objects-exist", "shop.docs.url");
    two.book().complete(true);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.targetValue()).contains("the list of objects is not complete");
  }

  @Test
  void aLateWriteAtTheSourceIsSeen() throws Exception {
    two.onSource("UPDATE docs SET url = 's3://app-files/tenants/acme/4.pdf' WHERE id = 3");
    assertThat(two.failing(plan)).containsExactly("object-references shop.docs.url");
    two.onSource("UPDATE docs SET url = 's3://app-files/tenants/acme/3.pdf' WHERE id = 3");
  }

  @Test
  void namesInUrlsAreDecodedAndKeysAreNot() throws Exception {
    two.book().list("ü a.pdf", "100%25", "a?b", "raw%20name");
    String urls =
        "unnest('{http://%1$s/%%%%C3%%%%BC%%%%20a.pdf?x=1#y,http://%1$s/raw%%%%20name,%2$s100%%%%25,%2$sa?b,http://%1$s/a%%%%3Fb}'::text[])";
    String insert =
        "INSERT INTO docs SELECT 'acme', 100 + n, u FROM %s WITH ORDINALITY AS x (u, n)";
    two.onSource(
        insert.formatted(
            urls.formatted("east:9000/app-files/tenants/acme", "tenants/acme/")
                .replace("%%", "%")));
    two.plant(
        insert.formatted(
            urls.formatted("west:9001/acme-files/of/acme", "of/acme/").replace("%%", "%")));
    Verdict verdict = verdict("objects-exist", "shop.docs.url");
    two.onSource("DELETE FROM docs WHERE id > 100");
    assertThat(verdict.targetValue()).isEqualTo("15 references, 0 dangling");
    assertThat(verdict.passed()).isTrue();
  }
}
