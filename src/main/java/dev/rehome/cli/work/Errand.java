package dev.rehome.cli.work;

import dev.rehome.Assembly;
import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Word;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.jobs.Submissions;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.read.History;
import dev.rehome.model.Job;
import dev.rehome.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A job that is handed in and seen to its end. */
public final class Errand {
  private Errand() {}

  /** Returns the exit status; the last line is printed. */
  public static int run(Common common, Settings settings, Job job) {
    ControlStore control = ControlStore.open(settings.control());
    Submitted submitted;
    TenantMeant meant;
    try {
      meant = TenantMeant.of(new History(control, common.kinds()), job);
      submitted = new Submissions(control).submit(job);
    } catch (RuntimeException e) {
      control.close();
      throw e;
    }
    if (submitted.move().isEmpty()) {
      control.close();
      common.output().say(meant.text());
      return common.output().end(unmoved(job, submitted));
    }
    String move = submitted.move().get();
    Ending ending;
    try (Attendance attendance =
        new Attendance(
            Assembly.wire(common.kinds(), settings, control, Optional.of(move)),
            common.routes(),
            move,
            common.output())) {
      attendance.require(job);
      attendance.tell(job, meant);
      ending = attendance.attend();
    }
    return common.output().end(ending);
  }

  /** The job was answered without a move. */
  private static Ending unmoved(Job job, Submitted submitted) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("tenant", job.tenant().name());
    facts.put("from", job.from());
    facts.put("to", job.to());
    facts.put("job", job.id());
    return new Ending(Word.of(submitted.word().orElseThrow()), submitted.message(), facts);
  }
}
