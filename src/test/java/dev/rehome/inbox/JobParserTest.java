package dev.rehome.inbox;

import static dev.rehome.inbox.Parsing.jobs;
import static dev.rehome.inbox.Parsing.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobParserTest {
  @TempDir Path folder;

  @Test
  void yamlBecomesAJob() {
    assertThat(
            yaml(
                """
                id: job-7
                tenant: {name: acme, id: 42}   # the rows carry a number
                from: us_east
                to: us_west
                options:
                  drain-timeout-seconds: 60
                  pause-max-seconds: 120
                  keep-snapshot: true
                  allow-empty: true
                  mirrored: true
                  leave-behind: [cache, search]
                """))
        .containsExactly(
            new Job(
                "job-7",
                new Tenant("acme", "42"),
                "us_east",
                "us_west",
                new Options(
                    OptionalInt.of(60),
                    OptionalInt.of(120),
                    true,
                    true,
                    true,
                    List.of("cache", "search")),
                "inbox:move.yaml"));
  }

  @Test
  void jsonBecomesTheSameJobAsYaml() {
    String json =
        "{\"id\": \"j\", \"tenant\": \"acme\", \"from\": \"us_east\", \"to\": \"us_west\"}";

    assertThat(jobs("move.json", json))
        .containsExactly(
            new Job(
                "j", Tenant.named("acme"), "us_east", "us_west", Options.NONE, "inbox:move.json"));
  }

  @Test
  void severalTenantsAreSeveralJobsUnderTheirNames() {
    assertThat(yaml("id: j\ntenants: [acme, {name: beta, id: ''}]\nfrom: us_east\nto: us_west\n"))
        .extracting(Job::id, Job::tenant)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("j/acme", Tenant.named("acme")),
            org.assertj.core.groups.Tuple.tuple("j/beta", new Tenant("beta", "")));
  }

  @Test
  void theSameFileTwiceIsTheSameJob() {
    String text = "tenant: acme\nfrom: us_east\nto: us_west\n";
    String id = yaml(text).get(0).id();

    assertThat(id).matches("move\\.yaml@[0-9a-f]{12}");
    assertThat(yaml(text).get(0).id()).isEqualTo(id);
    assertThat(yaml(text + "# again\n").get(0).id()).isNotEqualTo(id);
    assertThat(jobs("other.yaml", text).get(0).id()).isNotEqualTo(id);
  }

  @Test
  void severalJobsWithoutIdAreNumbered() {
    List<Job> jobs = yaml("tenants: [acme, beta]\nfrom: us_east\nto: us_west\n");

    assertThat(jobs.get(0).id()).endsWith("-1");
    assertThat(jobs.get(1).id()).isEqualTo(jobs.get(0).id().replaceAll("-1$", "-2"));
  }

  @Test
  void aTenantThatLooksLikeANumberKeepsItsZeros() {
    assertThat(yaml("tenant: 007\nfrom: us_east\nto: us_west\n").get(0).tenant().name())
        .isEqualTo("007");
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(yaml("\uFEFFtenant: acme\nfrom: us_east\nto: us_west\n")).hasSize(1);
  }

  @Test
  void aFileIsReadWithItsNameAsOrigin() throws java.io.IOException {
    Path file = folder.resolve("move.YML");
    Files.writeString(file, "tenant: acme\nfrom: us_east\nto: us_west\n");

    assertThat(Parsing.PARSER.parse(JobFile.read(file)).get(0).origin())
        .isEqualTo("inbox:move.YML");
  }
}
