package dev.rehome.inbox;

import static dev.rehome.inbox.Parsing.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rehome.model.Job;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementsTest {
  @Test
  void statementsBecomeJobsInTheirOrder() {
    assertThat(
            sql(
                """
                -- two moves; and this is a comment with a ; and a "
                MOVE TENANT acme FROM us_east TO us_west;
                move tenant "Big ""Co"" from"
                  From us_west--back
                  to "us_east" ; MOVE TENANT acme FROM us_west TO us_east;
                """))
        .extracting(job -> job.tenant().name(), Job::from, Job::to)
        .containsExactly(
            tuple("acme", "us_east", "us_west"),
            tuple("Big \"Co\" from", "us_west", "us_east"),
            tuple("acme", "us_west", "us_east"));
  }

  @Test
  void idsAreNumberedAndTheSameEveryTime() {
    String text = "MOVE TENANT a FROM us_east TO us_west;MOVE TENANT b FROM us_east TO us_west;";

    assertThat(sql(text)).extracting(Job::id).isEqualTo(sql(text).stream().map(Job::id).toList());
    assertThat(sql(text).get(1).id()).matches("move\\.sql@[0-9a-f]{12}-2");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MOVE TENANT acme FROM us_east TO us_west | line 1, column 34: after us_west a ; is missing
          MOVE acme FROM us_east TO us_west; | line 1, column 6: expected TENANT, got acme
          MOVE TENANT FROM us_east TO us_west; | expected a name, got FROM; the form is MOVE TENANT name FROM cell TO cell; (a name that is a keyword
          MOVE TENANT acme FROM us_east; | line 1, column 30: expected TO, got ;
          MOVE TENANT acme FROM us_east TO us_west WITH x; | column 42: expected ;, got WITH
          MOVE TENANT 'acme' FROM us_east TO us_west; | column 13: a name is written in double quotes
          MOVE TENANT "acme FROM us_east TO us_west; | column 13: a " opens a name and none closes it
          MOVE TENANT "" FROM us_east TO us_west; | column 13: tenant: must be 1 to 200 characters
          MOVE TENANT acme FROM us_est TO us_west; | column 23: FROM: "us_est" is no known cell; known are us_east, us_west; did you mean us_east?
          MOVE TENANT acme FROM us_east TO us_east; | column 34: to: "us_east" is also the cell of from
          ; | column 1: expected MOVE, got ;
          -- nothing | there is no statement in it
          /* x */ | column 1: unexpected /
          """)
  void isRefused(String text, String message) {
    assertThatThrownBy(() -> sql(text))
        .isInstanceOf(JobFault.class)
        .hasMessageStartingWith("move.sql, line 1, column ")
        .hasMessageContaining(message)
        .extracting(fault -> ((JobFault) fault).faults())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(1);
  }

  @Test
  void everyStatementThatIsWrongIsSaid() {
    assertThatThrownBy(
            () ->
                sql(
                    """
                    MOVE TENANT a FROM us_east TO eu;
                    MOVE TENANT 'b' FROM us_east TO us_west;
                    MOVE TENANT c FROM us_east;
                    """))
        .hasMessageContaining("move.sql, line 1, column 31: TO: \"eu\"")
        .hasMessageContaining("move.sql, line 2, column 13")
        .hasMessageContaining("move.sql, line 3, column 27: expected TO");
  }

  @Test
  void theLongestTextTakesNoLongTime() {
    String half = "MOVE TENANT \"" + "\"\"".repeat(200_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThatThrownBy(() -> sql(half)).isInstanceOf(JobFault.class);
          assertThatThrownBy(() -> sql("a;".repeat(400_000)))
              .hasMessageContaining("move.sql: and 399950 more");
        });
  }
}
