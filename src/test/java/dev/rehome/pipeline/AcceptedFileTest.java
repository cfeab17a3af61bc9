package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.model.Job;
import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AcceptedFileTest {
  private final List<String> submitted = new ArrayList<>();
  private final Set<String> ended = new HashSet<>();

  private Submitted submit(Job job) {
    submitted.add(job.id());
    return new Submitted(
        job.id(),
        Optional.of("m"),
        ended.contains(job.id()) ? Optional.of(Word.MOVED) : Optional.empty(),
        "");
  }

  /** A thousand tenants would be a thousand transactions at each look. */
  @Test
  void aJobThatHasEndedIsNotSubmittedAgain() {
    List<Job> jobs =
        IntStream.range(0, 1000)
            .mapToObj(i -> new Job("j" + i, Tenant.named("t" + i), "a", "b", Options.NONE, "test"))
            .toList();
    AcceptedFile file = new AcceptedFile(jobs);
    for (int i = 0; i < 1000; i++) {
      assertThat(file.goOn(this::submit)).isEmpty();
      ended.add("j" + i);
    }
    assertThat(file.goOn(this::submit).orElseThrow()).hasSize(1000);
    assertThat(submitted).as("two for each: when it begins, and when it has ended").hasSize(2000);
    assertThat(file.goOn(this::submit).orElseThrow()).hasSize(1000);
    assertThat(submitted).hasSize(2000);
  }
}
