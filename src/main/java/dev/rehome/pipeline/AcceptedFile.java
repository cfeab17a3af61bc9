package dev.rehome.pipeline;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How far the jobs of an accepted file are: a job that has ended is not asked about again. One
 * thread at a time.
 */
final class AcceptedFile {
  /** A job that has ended, and how. */
  record Ended(Job job, Submitted answer) {}

  private final List<Job> jobs;
  private final List<Ended> ended = new ArrayList<>();

  AcceptedFile(List<Job> jobs) {
    this.jobs = List.copyOf(jobs);
  }

  /**
   * Submits the first job that has not ended; the next one waits for it.
   *
   * @return all of them, when the last one has ended
   */
  Optional<List<Ended>> goOn(Function<Job, Submitted> submit) {
    while (ended.size() < jobs.size()) {
      Job job = jobs.get(ended.size());
      Submitted answer = submit.apply(job);
      if (answer.word().isEmpty()) {
        return Optional.empty();
      }
      ended.add(new Ended(job, answer));
    }
    return Optional.of(List.copyOf(ended));
  }
}
