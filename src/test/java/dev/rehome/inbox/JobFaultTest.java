package dev.rehome.inbox;

import static dev.rehome.inbox.Parsing.jobs;
import static dev.rehome.inbox.Parsing.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFaultTest {
  @Test
  void everythingThatIsWrongIsSaidAtOnceInTheOrderOfTheFile() {
    assertThatThrownBy(
            () ->
                yaml(
                    """
                    tenant: {nam: acme}
                    form: us_east
                    to: us_wst
                    options:
                      drain-timeout: 60
                      keep-snapshot: "true"
                      leave-behind: [cash, postgres]
                    to: us_west
                    """))
        .isInstanceOf(JobFault.class)
        .extracting(fault -> ((JobFault) fault).faults())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .containsExactly(
            "move.yaml, line 1, column 1: from: is missing; it must be the name of a cell",
            "move.yaml, line 1, column 9: tenant.name: is missing; it must be the tenant's name",
            "move.yaml, line 1, column 10: key \"tenant.nam\" is not known; known are name, id; did you mean name?",
            "move.yaml, line 2, column 1: key \"form\" is not known; known are id, tenant, tenants, from, to, options; did you mean from?",
            "move.yaml, line 5, column 3: key \"options.drain-timeout\" is not known; known are drain-timeout-seconds, pause-max-seconds, keep-snapshot, allow-empty, mirrored, leave-behind, accept-observed",
            "move.yaml, line 6, column 18: options.keep-snapshot: must be true or false, without quotes, got \"true\"",
            "move.yaml, line 7, column 18: options.leave-behind: must name objects, kafka, search, cache, got \"cash\"; did you mean cache?",
            "move.yaml, line 7, column 24: options.leave-behind: must name objects, kafka, search, cache, got \"postgres\"",
            "move.yaml, line 8, column 1: key \"to\" is there twice, first at line 3, column 1; keep one");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {from: us_east, to: us_west} | tenant: give either tenant or tenants
          {tenant: a, tenants: [b], from: us_east, to: us_west} | tenant: give either tenant or tenants
          {tenants: [], from: us_east, to: us_west} | tenants: must be a list of 1 to 1000 tenants
          {tenants: [a, a], from: us_east, to: us_west} | column 15: tenants: a is there twice
          {tenant: 1.5, from: us_east, to: us_west} | column 10: tenant: must be a text or a whole number; write it in quotes, got 1.5
          {tenant: true, from: us_east, to: us_west} | write it in quotes, got true
          {tenant: , from: us_east, to: us_west} | tenant: must be 1 to 200 characters
          {tenant: ~, from: us_east, to: us_west} | tenant: must be a text or a whole number; write it in quotes, got null
          {tenant: ' a', from: us_east, to: us_west} | no blanks around, got " a"
          {tenant: "a\\0", from: us_east, to: us_west} | no control characters
          {id: '', tenant: a, from: us_east, to: us_west} | id: must be 1 to 200 characters
          {tenant: a, from: us_east, to: us_east} | to: "us_east" is also the cell of from; name two cells
          {tenant: a, from: eu, to: us_west} | from: "eu" is no known cell; known are us_east, us_west
          {tenant: a, from: 1, to: us_west} | from: must be a text, got 1
          {tenant: a, from: us_east, to: us_west, options: 3} | options: must be a map of
          {tenant: a, from: us_east, to: us_west, options: {drain-timeout-seconds: 0}} | whole number of seconds from 1 to 86400, got 0
          {tenant: a, from: us_east, to: us_west, options: {pause-max-seconds: 1e2}} | whole number of seconds from 1 to 86400, got
          {tenant: a, from: us_east, to: us_west, options: {leave-behind: cache}} | options.leave-behind: must be a list
          {tenant: a, from: us_east, to: us_west, options: {leave-behind: [cache, cache]}} | cache is there twice
          {tenant: &x a, from: us_east, to: *x} | aliases (*) are not taken; write the value out
          {tenant: !!java.net.URL a, from: us_east, to: us_west, x: 1} | key "x" is not known
          [a] | must be a map with tenant, from and to, got a list
          {tenant: a | is no YAML
          """)
  void isRefused(String text, String message) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(JobFault.class)
        .hasMessageStartingWith("move.yaml, line ")
        .hasMessageContaining(message);
  }

  @Test
  void aBombOfAliasesIsRefused() {
    assertThatThrownBy(
            () ->
                yaml("a: &a [x,x]\nb: &b [*a,*a]\ntenants: [*b,*b]\nfrom: us_east\nto: us_west\n"))
        .hasMessageContaining("line 3, column 11: aliases (*) are not taken");
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> jobs("move.json", "[".repeat(100_000)))
        .isInstanceOf(JobFault.class)
        .hasMessageContaining("nesting depth (21) exceeds the maximum allowed (20");
    assertThatThrownBy(() -> yaml("[".repeat(100_000))).isInstanceOf(JobFault.class);
  }

  @Test
  void aSecondDocumentIsRefused() {
    String job = "tenant: acme\nfrom: us_east\nto: us_west\n";
    assertThatThrownBy(() -> yaml(job + "---\n" + job))
        .hasMessageContaining("more follows; one document is all there may be");
    assertThatThrownBy(() -> jobs("move.json", "{} {}"))
        .hasMessageContaining("more follows; one document is all there may be");
  }

  @Test
  void jsonThatIsNoneIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> jobs("move.json", "{\"tenant\": \"acme\",\n \"from\" \"us_east\"}"))
        .hasMessageStartingWith("move.json, line 2, column ")
        .hasMessageContaining("is no JSON: ");
  }

  @Test
  void contentThatIsNoTextIsRefused() {
    assertThatThrownBy(() -> JobFile.of("a.yaml", "command", new byte[] {'a', (byte) 0xE4, 'b'}))
        .hasMessage("a.yaml: is not UTF-8 at byte 2; save it as UTF-8");
    assertThatThrownBy(() -> JobFile.of("a.yaml", "command", new byte[] {'a', (byte) 0xC3}))
        .hasMessage("a.yaml: is not UTF-8 at byte 2; save it as UTF-8");
    assertThatThrownBy(() -> JobFile.of("a.yaml", "command", new byte[] {' ', '\n'}))
        .hasMessage("a.yaml: is empty; it must hold a job");
    assertThatThrownBy(() -> JobFile.of("a.yaml", "command", new byte[(1 << 20) + 1]))
        .hasMessage("a.yaml: is above 1048576 bytes; split it into several files");
  }

  @Test
  void aFileOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> jobs("move.txt", "x"))
        .hasMessage("move.txt: must end with .yaml, .yml, .json or .sql");
  }

  @Test
  void onlyCommentsAreNoJob() {
    assertThatThrownBy(() -> yaml("# later\n")).hasMessageContaining("there is nothing in it");
    assertThat(yaml("# now\ntenant: a\nfrom: us_east\nto: us_west")).hasSize(1);
  }
}
