package dev.rehome.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By whatever door a job comes: what the catalog knows of ids is held against it. */
final class MistakenIdTest {
  @RegisterExtension static final JournalBook book = new JournalBook();

  @BeforeAll
  static void acmeIs42AndGlobexIs43() {
    book.sabotage(
        """
        INSERT INTO _system.tenants (name, tenant_id, database, registered_by)
        VALUES ('acme', '42', 'a', 'm0'), ('globex', '43', 'a', 'm0')
        """);
  }

  private static String refused(String id, Tenant tenant) {
    Submitted answer =
        new Submissions(book.control())
            .submit(new Job(id, tenant, JournalBook.FROM, JournalBook.TO, Options.NONE, "test"));
    assertThat(answer.word()).as(answer.message()).contains(Submitted.Word.REFUSED);
    assertThat(answer.move()).isEmpty();
    return answer.message();
  }

  @Test
  void aNameIsNotTakenForTheIdThatTheCatalogKnows() {
    assertThat(refused("j1", Tenant.named("acme")))
        .isEqualTo(
            "tenant acme has id 42 in the catalog, the job means acme (the tenant's name, since it"
                + " gives no tenant id); say --tenant-id 42, or in a job file tenant: {name: acme,"
                + " id: 42}; a statement has no place for it");
  }

  @Test
  void theTenantsIdGivenAsTheJobsIsToldApart() {
    assertThat(refused("42", Tenant.named("acme")))
        .endsWith("; --id, which says 42, is the job's own");
    assertThat(refused("43", Tenant.named("initech")))
        .startsWith("43, which the job has for its own id (--id), is the tenant id of globex")
        .contains("--tenant-id");
  }

  @Test
  void anIdIsOneTenantsAtACell() {
    assertThat(refused("j2", new Tenant("acme-eu", "43")))
        .startsWith("id 43 is tenant globex's at a, by the catalog; move globex, or ");
  }
}
