package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.Mark;
import dev.rehome.model.Phase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journal and audit trail only grow: the program may not, and whoever may is refused. */
final class AppendOnlyTest {
  @RegisterExtension static final JournalBook book = new JournalBook();

  @BeforeAll
  static void write() {
    book.at("acme", Phase.DRAIN, Mark.DURABLE);
  }

  private static String rows(String table) {
    return book.control()
        .call(
            jdbc ->
                jdbc.sql(
                        "SELECT string_agg(t::text, E'\\n' ORDER BY seq) FROM _system.%s t"
                            .formatted(table))
                    .query(String.class)
                    .single());
  }

  @Test
  void theProgramWorksAsTheRuntimeRole() {
    String user =
        book.control().call(jdbc -> jdbc.sql("SELECT current_user").query(String.class).single());
    assertThat(user).isEqualTo("rehome_runtime");
  }

  @ParameterizedTest
  @CsvSource({
    "journal, UPDATE _system.journal SET message = 'x'",
    "journal, UPDATE _system.journal SET message = 'x' WHERE false",
    "journal, DELETE FROM _system.journal",
    "journal, TRUNCATE _system.journal",
    "audit, UPDATE _system.audit SET detail = 'x'",
    "audit, DELETE FROM _system.audit WHERE seq = 1",
    "audit, TRUNCATE _system.audit"
  })
  void byPrivilegeAndByTrigger(String table, String change) {
    String before = rows(table);
    assertThatThrownBy(() -> book.control().call(jdbc -> jdbc.sql(change).update()))
        .hasMessageContaining("permission denied for table " + table);
    assertThatThrownBy(() -> book.sabotage(change))
        .cause()
        .hasMessageContaining("_system." + table + " is append-only: ")
        .hasMessageContaining(change.substring(0, change.indexOf(' ')) + " is refused");
    assertThat(rows(table)).isEqualTo(before);
  }
}
