package dev.rehome.cli;

import dev.rehome.Assembly;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Submissions;
import dev.rehome.journal.Submitted;
import dev.rehome.model.Job;
import dev.rehome.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One move, from the request to its end. */
@Command(name = "move", description = "moves a tenant from one cell to another")
final class MoveCommand implements Callable<Integer> {
  @Mixin private Common common;
  @Mixin private MoveRequest request;

  @Override
  public Integer call() {
    Output output = common.output();
    Settings settings = common.settings();
    Job job = request.job(settings);
    ControlStore control = ControlStore.open(settings.control());
    Submitted submitted;
    try {
      submitted = new Submissions(control).submit(job);
    } catch (RuntimeException e) {
      control.close();
      throw e;
    }
    if (submitted.move().isEmpty()) {
      control.close();
      return output.end(unmoved(job, submitted));
    }
    String move = submitted.move().get();
    Ending ending;
    try (Attendance attendance =
        new Attendance(
            Assembly.wire(settings, control, Optional.of(move)), common.routes(), move, output)) {
      attendance.require(job);
      ending = attendance.attend();
    }
    return output.end(ending);
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
