package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import org.junit.jupiter.api.Test;

/** What a function's text needs is found before the move; where it is there, the move works. */
final class TrialCaseTest {
  @Test
  void aTriggerThatWritesToASchemaThatIsNotListed() throws Exception {
    try (SchemaCase one = SchemaCase.of("trigger-schema")) {
      assertThat(one.blocking())
          .singleElement()
          .asString()
          .contains(
              "function public.notify()", "needs outbox.messages, which is not at the target");
      one.run(
          SchemaCase.WEST,
          """
          CREATE SCHEMA outbox AUTHORIZATION case_owner; SET ROLE case_owner;
          CREATE TABLE outbox.messages (id bigserial PRIMARY KEY, topic text, at timestamptz DEFAULT now());
          """);
      assertThat(one.plan())
          .filteredOn(finding -> finding.line().contains("refuses a trial write"))
          .singleElement()
          .asString()
          .contains("permission denied for schema outbox");
      assertThat(one.blocking()).isEmpty();
      one.moved();
      assertThat(one.write(SchemaCase.WEST, "INSERT INTO slots VALUES (9, 'acme')")).isEmpty();
      assertThat(one.ask(SchemaCase.WEST, "SELECT topic FROM outbox.messages"))
          .containsExactly("acme");
    }
  }

  @Test
  void aTriggerOfUpdateThatCallsAFunctionOfASchemaThatIsNotListed() throws Exception {
    try (SchemaCase one = SchemaCase.of("upd-trigger")) {
      assertThat(one.blocking())
          .singleElement()
          .asString()
          .contains("function public.upd()", "needs lib.touch, which is not at the target");
      one.run(
          SchemaCase.WEST,
          """
          CREATE SCHEMA lib; GRANT USAGE ON SCHEMA lib TO PUBLIC;
          CREATE FUNCTION lib.touch(text) RETURNS void LANGUAGE sql AS $$SELECT NULL::void$$;
          """);
      assertThat(one.plan()).noneMatch(Finding::blocks);
      one.moved();
      assertThat(one.write(SchemaCase.WEST, "UPDATE t SET v = 3 WHERE tenant_id = 'acme'"))
          .isEmpty();
    }
  }
}
