package dev.rehome.hooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.settings.Hook;
import dev.rehome.settings.Secrets;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Calls a hook once and says what became of it. Thread safe. */
public final class Caller {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Settings settings;
  private final Web web;

  public Caller(Settings settings, Web web) {
    this.settings = settings;
    this.web = web;
  }

  /**
   * Returns when the application has done what it was told.
   *
   * @param limit of the call; a program that takes longer is killed
   * @throws PassingFault for a URL that may answer otherwise when it is asked again
   * @throws MoveFailed for all else: a program that failed or took too long, another answer
   */
  public void call(Hook hook, Notice notice, Duration limit) {
    String who = notice + " (" + hook + ")";
    if (hook instanceof Hook.Url url) {
      post(url.url(), who, notice, limit);
    } else if (hook instanceof Hook.Command command) {
      run(command, who, notice, limit);
    }
  }

  private void run(Hook.Command command, String who, Notice notice, Duration limit) {
    HookProgram.Ended ended;
    try {
      ended = HookProgram.run(command, notice.environment(), limit);
    } catch (IOException e) {
      throw new MoveFailed(who + ": it cannot be started; is it there, and executable?");
    }
    if (!ended.well()) {
      String said =
          LastLine.cut(
              Secrets.of(settings, notice.move().source(), notice.move().target())
                  .masked(ended.said()));
      throw new MoveFailed(
          who
              + (ended.timedOut()
                  ? ": not done in %.1f s, killed".formatted(limit.toMillis() / 1000.0)
                  : ": exit status " + ended.status())
              + (said.isEmpty() ? "" : ": " + said));
    }
  }

  private void post(URI url, String who, Notice notice, Duration limit) {
    try {
      answer(who, web.call(url, Optional.of(JSON.writeValueAsString(notice.body())), limit));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not to be written as JSON: " + notice, e);
    } catch (IOException e) {
      throw new PassingFault(who + ": no answer: " + e.getMessage(), null);
    }
  }

  private static void answer(String who, int status) {
    if (status < 200 || status > 299) {
      String message = who + ": it answered " + status;
      if (status == 408 || status == 429 || status >= 500) {
        throw new PassingFault(message, null);
      }
      throw new MoveFailed(message);
    }
  }

  /**
   * Whether the application at a cell works.
   *
   * @throws PassingFault unless it answers 2xx
   */
  public void look(URI url, String cell, Duration limit) {
    String who = "health of " + cell + " (" + Hook.shown(url) + ")";
    int status;
    try {
      status = web.call(url, Optional.empty(), limit);
    } catch (IOException e) {
      throw new PassingFault(who + ": no answer: " + e.getMessage(), null);
    }
    if (status < 200 || status > 299) {
      throw new PassingFault(who + ": it answered " + status, null);
    }
  }
}
