package dev.rehome.hooks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Calls a URL, somehow. */
public interface Web {
  /**
   * One call, one answer; nothing is tried again, no redirection is followed.
   *
   * @param body of a POST, JSON; empty for a GET
   * @param limit of the whole call
   * @return the status, whatever it is
   * @throws IOException when there is no answer in time; its message names no more of the URL than
   *     its host
   */
  int call(URI url, Optional<String> body, Duration limit) throws IOException;
}
