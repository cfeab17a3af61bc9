package dev.rehome.postgres.schema.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.findings.rights.PrivilegeProblems;
import dev.rehome.postgres.schema.rights.RoleSetting;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.settings.Isolation;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrivilegeParityTest {
  private static TwoCells cells;

  @BeforeAll
  static void copy() throws Exception {
    cells = new TwoCells();
    cells.nasty();
    cells.onSource(
        """
        GRANT SELECT ON shop.base TO app_reader WITH GRANT OPTION;
        ALTER ROLE app_owner IN DATABASE %1$s SET search_path = shop, "$user", public;
        ALTER ROLE app_owner IN DATABASE %1$s SET application_name = 'it''s gold';
        ALTER ROLE stranger IN DATABASE %1$s SET work_mem = '8MB'
        """
            .formatted(cells.sourceDatabase));
    cells.applyAll();
  }

  @AfterAll
  static void close() {
    cells.close();
  }

  private static Verdict verdict(TwoCells of) {
    var scope = of.scope();
    return PrivilegeParity.check(
        of.source(), of.target(), of.move, scope, PrivilegeParity.planned(scope).get(0));
  }

  @Test
  void theRenamedCopyHasTheSameRightsAndSettings() throws Exception {
    Verdict verdict = verdict(cells);
    assertThat(verdict.targetValue()).isEqualTo(verdict.sourceValue());
    assertThat(verdict.passed()).isTrue();
    assertThat(verdict.sourceValue()).contains("objects with their rights");
    assertThat(
            cells.target().with(RoleSetting::read).stream()
                .map(s -> s.role() + " " + s.name() + "=" + s.value()))
        .containsExactly(
            "app_owner application_name=it's gold",
            "app_owner search_path=public, \"$user\", public");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REVOKE SELECT ON public.orders FROM app_reader | GRANT SELECT ON public.orders TO"
            + " app_reader | orders table",
        "GRANT SELECT ON public.orders TO PUBLIC | REVOKE SELECT ON public.orders FROM PUBLIC |"
            + " PUBLIC: SELECT",
        "GRANT SELECT ON public.orders TO stranger | REVOKE SELECT ON public.orders FROM stranger |"
            + " stranger: SELECT",
        "REVOKE GRANT OPTION FOR SELECT ON public.base FROM app_reader | GRANT SELECT ON"
            + " public.base TO app_reader WITH GRANT OPTION | app_reader: SELECT*",
        "ALTER TABLE public.base OWNER TO stranger | ALTER TABLE public.base OWNER TO app_owner |"
            + " owner stranger",
        "ALTER FUNCTION public.quoted(text) OWNER TO stranger | ALTER FUNCTION public.quoted(text)"
            + " OWNER TO app_owner | routine quoted",
        "ALTER TYPE public.mood OWNER TO stranger | ALTER TYPE public.mood OWNER TO app_owner |"
            + " type mood",
        "ALTER OPERATOR public.===(text, text) OWNER TO stranger | ALTER OPERATOR public.===(text,"
            + " text) OWNER TO app_owner | operator ===",
        "GRANT EXECUTE ON FUNCTION public.touch() TO PUBLIC | REVOKE EXECUTE ON FUNCTION"
            + " public.touch() FROM PUBLIC | routine touch",
        "REVOKE UPDATE (name) ON public.shop FROM app_reader | GRANT UPDATE (name) ON public.shop"
            + " TO app_reader | UPDATE (name)",
        "REVOKE ALL ON SEQUENCE public.ticket FROM app_owner | GRANT ALL ON SEQUENCE public.ticket"
            + " TO app_owner | sequence ticket",
        "GRANT USAGE ON TYPE public.mood TO stranger | REVOKE USAGE ON TYPE public.mood FROM"
            + " stranger | stranger: USAGE",
        "ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public REVOKE SELECT ON TABLES FROM"
            + " app_reader | ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public GRANT"
            + " SELECT ON TABLES TO app_reader | default privileges",
        "ALTER POLICY mine ON public.orders TO stranger | ALTER POLICY mine ON public.orders TO"
            + " app_reader | policy mine",
        "CREATE POLICY more ON public.orders TO stranger USING (true) | DROP POLICY more ON"
            + " public.orders | orders policy more",
        "ALTER ROLE app_owner IN DATABASE :t RESET search_path | ALTER ROLE app_owner IN DATABASE"
            + " :t SET search_path = public, \"$user\", public | setting search_path of role"
            + " app_owner",
        "ALTER ROLE app_owner IN DATABASE :t SET application_name = 'lead' | ALTER ROLE app_owner"
            + " IN DATABASE :t SET application_name = 'it''s gold' | lead",
        "REVOKE USAGE ON SCHEMA public FROM PUBLIC, app_reader | GRANT USAGE ON SCHEMA public TO"
            + " PUBLIC | schema within reach of",
      })
  void saysNoTo(String fault, String back, String told) throws Exception {
    cells.onTarget(fault.replace(":t", cells.targetDatabase));
    try {
      Verdict verdict = verdict(cells);
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.sourceValue() + verdict.targetValue()).contains(told);
    } finally {
      cells.onTarget(back.replace(":t", cells.targetDatabase));
    }
    assertThat(verdict(cells).passed()).isTrue();
  }

  @Test
  void aPolicyThatIsMissingIsMissed() throws Exception {
    cells.onTarget("ALTER POLICY mine ON public.orders RENAME TO other");
    assertThat(verdict(cells).targetValue()).contains("orders policy mine: is missing");
    cells.onTarget("ALTER POLICY other ON public.orders RENAME TO mine");
  }

  @Test
  void theUndoTakesDefaultPrivilegesAndSettingsBack() throws Exception {
    try (TwoCells fresh = new TwoCells()) {
      fresh.nasty();
      fresh.onSource(
          "ALTER ROLE app_owner IN DATABASE %s SET work_mem = '8MB'"
              .formatted(fresh.sourceDatabase));
      List<String> before = fresh.catalog();
      fresh.applyAll();
      assertThat(verdict(fresh).passed()).isTrue();
      assertThat(fresh.target().with(RoleSetting::read)).hasSize(1);
      fresh.discard();
      assertThat(fresh.target().with(RoleSetting::read)).isEmpty();
      assertThat(fresh.catalog()).isEqualTo(before);
    }
  }

  @Test
  void aSchemaThatTheMoveMakesHasTheSameRights() throws Exception {
    try (TwoCells fresh = new TwoCells()) {
      fresh.nasty();
      fresh.targetSettings =
          TwoCells.settings(fresh.targetDatabase, Isolation.SCHEMA, "Neues \"Haus\"");
      fresh.applyAll();
      assertThat(verdict(fresh).passed()).isTrue();
      fresh.onTarget("GRANT CREATE ON SCHEMA \"Neues \"\"Haus\"\"\" TO PUBLIC");
      assertThat(verdict(fresh).targetValue()).contains("PUBLIC: CREATE");
    }
  }

  @Test
  void anOwnerThatPreflightSaysStaysBehindIsNoDifference() throws Exception {
    try (TwoCells fresh = new TwoCells()) {
      fresh.nasty();
      fresh.onTarget("REVOKE CREATE ON SCHEMA public FROM app_owner");
      fresh.applyAll();
      Verdict verdict = verdict(fresh);
      assertThat(verdict.targetValue()).isEqualTo(verdict.sourceValue());
      fresh.onTarget("REVOKE SELECT ON public.orders FROM app_owner");
      assertThat(verdict(fresh).passed()).isFalse();
    }
  }

  @Test
  void whatTheMoverMayNotGiveIsToldAsSqlThatSettlesIt() throws Exception {
    try (TwoCells fresh = new TwoCells()) {
      fresh.nasty();
      fresh.onSource(
          """
          ALTER DEFAULT PRIVILEGES FOR ROLE stranger IN SCHEMA shop GRANT USAGE ON TYPES TO app_reader;
          ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT SELECT ON TABLES TO stranger;
          ALTER ROLE app_reader IN DATABASE %1$s SET search_path = shop;
          ALTER ROLE app_owner IN DATABASE %1$s SET log_statement = 'all'
          """
              .formatted(fresh.sourceDatabase));
      fresh.onTarget(
          """
          ALTER DEFAULT PRIVILEGES FOR ROLE mover GRANT SELECT ON TABLES TO stranger;
          ALTER DEFAULT PRIVILEGES FOR ROLE mover REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC
          """);
      List<Finding> found = findings(fresh);
      assertThat(found.stream().filter(Finding::blocks).map(Finding::remedy))
          .hasSize(5)
          .anyMatch(remedy -> remedy.contains("FOR ROLE \"stranger\" IN SCHEMA \"public\" GRANT"))
          .anyMatch(remedy -> remedy.contains("SET \"search_path\" TO 'public'"))
          .anyMatch(remedy -> remedy.contains("SET \"log_statement\" TO 'all'"));
      assertThat(found).anyMatch(f -> !f.blocks() && f.line().contains("whole database"));
      for (Finding finding : found) {
        if (finding.remedy().startsWith("run at us_west: ")) {
          fresh.onTarget(finding.remedy().substring("run at us_west: ".length()));
        }
      }
      assertThat(findings(fresh)).noneMatch(Finding::blocks);
      fresh.applyAll();
      assertThat(verdict(fresh).passed()).isTrue();
    }
  }

  @Test
  void aTargetWithTablesOfItsOwnIsComparedBeforeAnythingIsCopied() throws Exception {
    try (TwoCells fresh = new TwoCells()) {
      fresh.onSource(
          """
          CREATE SCHEMA shop AUTHORIZATION app_owner; SET ROLE app_owner;
          CREATE TABLE shop.t (id int PRIMARY KEY); GRANT SELECT ON shop.t TO app_reader;
          ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO app_reader;
          ALTER ROLE app_owner IN DATABASE %s SET work_mem = '8MB'
          """
              .formatted(fresh.sourceDatabase));
      fresh.onTarget(
          "SET ROLE app_owner; CREATE TABLE public.t (id int PRIMARY KEY);"
              + " GRANT SELECT ON public.t TO app_reader, stranger");
      List<Finding> found = findings(fresh);
      assertThat(found).hasSize(3).allMatch(Finding::blocks);
      assertThat(found)
          .anyMatch(f -> f.line().contains("public t table") && f.line().contains("stranger"));
      for (Finding finding : found) {
        if (finding.remedy().startsWith("run at us_west: ")) {
          fresh.onTarget(finding.remedy().substring("run at us_west: ".length()));
        }
      }
      fresh.onTarget("REVOKE SELECT ON public.t FROM stranger");
      assertThat(findings(fresh)).isEmpty();
      assertThat(verdict(fresh).passed()).isTrue();
    }
  }

  private static List<Finding> findings(TwoCells of) {
    return new PrivilegeProblems().ask(Look.at(of.source(), of.target(), of.move, 1 << 20));
  }
}
