package dev.rehome.hooks;

import dev.rehome.model.Stopped;
import dev.rehome.settings.Hook;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a hook's program, without a shell, and ends it with its children at the time-out. */
final class HookProgram {
  private static final File NOTHING = new File("/dev/null");

  private HookProgram() {}

  /**
   * How it ended.
   *
   * @param said its last line
   */
  record Ended(int status, boolean timedOut, String said) {
    boolean well() {
      return !timedOut && status == 0;
    }
  }

  /**
   * Runs it to its end.
   *
   * @param more its environment, beside ours; none of our own settings is among that
   * @throws IOException when it cannot be started
   */
  static Ended run(Hook.Command command, Map<String, String> more, Duration limit)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command.words()).redirectErrorStream(true).redirectInput(NOTHING);
    builder.environment().keySet().removeIf(name -> name.startsWith("REHOME_"));
    builder.environment().putAll(more);
    Process process = builder.start();
    LastLine last = new LastLine(process.getInputStream());
    Thread reader = new Thread(last, "hook-output");
    reader.setDaemon(true);
    reader.start();
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        // a child in the background may hold the output open
        reader.join(500);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while " + command + " was running");
    } finally {
      if (!ended) {
        kill(process);
      }
    }
    return new Ended(ended ? process.exitValue() : -1, !ended, last.text());
  }

  /** The parent first, so that it starts no more children; then those it had, and theirs. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    for (ProcessHandle child : children) {
      List<ProcessHandle> younger = child.descendants().toList();
      child.destroyForcibly();
      younger.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
