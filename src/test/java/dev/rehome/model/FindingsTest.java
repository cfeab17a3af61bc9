package dev.rehome.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Finding noColumn(String table) {
    return Finding.blocking("postgres", table, "has no tenant column", "name one").in("us_east");
  }

  @Test
  void aCauseIsToldOnceWithItsThingsCountedAndALongListCut() {
    List<Finding> found = IntStream.range(0, 42).mapToObj(i -> noColumn("public.t" + i)).toList();
    List<Finding> grouped = Findings.grouped(found);
    assertThat(grouped).hasSize(1);
    assertThat(grouped.get(0).line())
        .isEqualTo(
            "postgres: us_east, each of 42: public.t0, public.t1, public.t2, public.t3, public.t4"
                + " and 37 more: has no tenant column; name one");
    assertThat(grouped.get(0).instances())
        .extracting(Finding.Instance::thing)
        .hasSize(42)
        .endsWith("public.t41");
  }

  @Test
  void aSingleThingReadsAsItAlwaysDid() {
    assertThat(Findings.grouped(List.of(noColumn("public.a"))).get(0).line())
        .isEqualTo("postgres: us_east public.a: has no tenant column; name one");
  }

  @Test
  void whatDiffersInMoreThanTheThingStaysApart() {
    Finding one = noColumn("public.a");
    assertThat(
            Findings.grouped(
                List.of(
                    one,
                    one.in("us_west"),
                    Finding.note("postgres", "a", "has no tenant column", "name one").in("us_east"),
                    Finding.blocking("objects", "a", "has no tenant column", "name one")
                        .in("us_east"),
                    Finding.blocking("postgres", "a", "has none", "name one").in("us_east"),
                    Finding.blocking("postgres", "a", "has no tenant column", "do").in("us_east"))))
        .hasSize(6);
  }

  @Test
  void rowsAreCountedWithThreeKeysAndTheQuery() {
    Finding one =
        noColumn("public.a").rows(1204, List.of("1", "2", "3", "4"), "SELECT * FROM public.a");
    assertThat(one.line())
        .isEqualTo(
            "postgres: us_east public.a: has no tenant column (1,204 rows, e.g. 1, 2, 3: SELECT *"
                + " FROM public.a); name one");
    Finding other = noColumn("public.b").rows(6, List.of("7"), "SELECT * FROM public.b");
    assertThat(Findings.grouped(List.of(one, other)).get(0).line())
        .isEqualTo(
            "postgres: us_east, each of 2: public.a, public.b: has no tenant column (1,210 rows in"
                + " all; public.a: 1,204 rows, e.g. 1, 2, 3: SELECT * FROM public.a); name one");
  }

  @Test
  void rowsThatWereNotAllCountedAreMoreThanSoMany() {
    Finding one = noColumn("a").rows(10_001, true, List.of("1"), "SELECT 1");
    assertThat(one.line()).contains("(more than 10,000 rows, e.g. 1: SELECT 1)");
    assertThat(one.instances().get(0).rows()).hasValue(10_000);
    Finding other = noColumn("b").rows(10_000, false, List.of("2"), "SELECT 2");
    assertThat(other.line()).contains("(10,000 rows, e.g. 2: SELECT 2)");
    assertThat(Findings.grouped(List.of(other, one)).get(0).line())
        .contains("(more than 20,000 rows in all; b: 10,000 rows, e.g. 2");
  }

  @Test
  void aQueryIsOneLineAndOneThatNobodyReadsIsLeftToPrograms() {
    Finding one = noColumn("a").rows(2, List.of("1"), "SELECT 1\n  FROM a");
    assertThat(one.line()).contains("(2 rows, e.g. 1: SELECT 1 FROM a)");
    Finding noted = noColumn("a").rows(2, List.of("1"), "SELECT 1 FROM a -- all\nWHERE id > 1");
    assertThat(noted.line())
        .as("on one line its end would be lost")
        .contains("(2 rows, e.g. 1; the query is in plan --json)");
    Finding endless = noColumn("a").rows(2, List.of("1"), "SELECT " + "x".repeat(1_000));
    assertThat(endless.line()).contains("(2 rows, e.g. 1; the query is in plan --json)");
    assertThat(endless.instances().get(0).query()).hasSize(1_007);
  }

  @Test
  void whatIsReadyIsKeptWholeForEachThingAndCutForPeople() {
    List<Finding> found =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    Finding.blocking("postgres", "t" + i, "may not be read", Finding.runAt("east"))
                        .ready("GRANT SELECT ON t" + i + " TO mover;"))
            .toList();
    Finding grouped = Findings.grouped(found).get(0);
    assertThat(grouped.ready()).hasSize(8);
    assertThat(grouped.remedy()).startsWith("run at east: GRANT SELECT ON t0 TO mover; GRANT");
    assertThat(grouped.remedyInShort()).endsWith("GRANT SELECT ON t4 TO mover; and 3 more");
  }

  @Test
  void groupingWhatIsGroupedChangesNothing() {
    List<Finding> grouped = Findings.grouped(List.of(noColumn("a"), noColumn("a"), noColumn("b")));
    assertThat(grouped.get(0).instances()).hasSize(2);
    assertThat(Findings.grouped(grouped)).isEqualTo(grouped);
  }
}
