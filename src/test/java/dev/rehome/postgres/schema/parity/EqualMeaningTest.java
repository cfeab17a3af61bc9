package dev.rehome.postgres.schema.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Verdict;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.side.Bookkeeping;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the copy's catalog says in other words, and what it may say otherwise. */
final class EqualMeaningTest {
  private static TwoCells cells;

  @BeforeAll
  static void copy() throws Exception {
    cells = new TwoCells();
    cells.onSource(Bookkeeping.read("/postgres/meaning.sql"));
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

  private static List<String> differences() {
    var scope = cells.scope();
    return SchemaParity.differences(
            cells.source(), cells.target(), cells.move, scope, scope.schemas().get(0))
        .stream()
        .map(d -> d.subject() + ": " + d.source() + " | " + d.target())
        .toList();
  }

  @Test
  void whatTheDumpChangesInTheTextAloneIsNoDifference() {
    assertThat(differences()).isEmpty();
    assertThat(verdict().passed()).isTrue();
  }

  @Test
  void aNullThatHidesTheDefaultOfADomainIsOne() throws Exception {
    cells.onTarget("ALTER TABLE p1 ALTER d SET DEFAULT NULL, ALTER s SET DEFAULT NULL");
    assertThat(differences()).containsExactly("p1 column d: money2 | money2 default NULL::numeric");
    assertThat(verdict().passed()).isFalse();
    cells.onTarget("ALTER TABLE p1 ALTER d DROP DEFAULT, ALTER s DROP DEFAULT");
  }

  @Test
  void howRowsAreStoredDecidesNothingAndIsTold() throws Exception {
    cells.onTarget(
        """
        ALTER TABLE de ALTER al SET STORAGE EXTERNAL; ALTER TABLE ex SET (fillfactor = 70);
        ALTER INDEX ge_lower_idx SET (fillfactor = 50); DROP STATISTICS st2
        """);
    assertThat(differences())
        .extracting(line -> line.replaceFirst(":.*", ""))
        .containsExactly(
            "de tuning of column al",
            "ex tuning",
            "ge tuning by statistics st2",
            "ge tuning of index ge_lower_idx");
    assertThat(verdict().passed()).isTrue();
    cells.onTarget(
        """
        ALTER TABLE de ALTER al SET STORAGE EXTENDED; ALTER TABLE ex RESET (fillfactor);
        ALTER INDEX ge_lower_idx RESET (fillfactor);
        CREATE STATISTICS st2 (ndistinct) ON (v || c), id FROM ge
        """);
  }
}
