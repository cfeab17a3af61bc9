package dev.rehome.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Fails this process at the place that its property names. Thread safe. */
final class Failing {
  private static final String ASKED = System.getProperty("rehome.fail-point", "");

  /** The place that must be reached before any counts; empty for none. */
  private static final String FIRST = ASKED.substring(0, Math.max(0, ASKED.indexOf('>')));

  private static final String WANTED = ASKED.substring(ASKED.indexOf('>') + 1);

  private static final String SIGNAL = System.getProperty("rehome.fail-signal", "KILL");

  private static final Map<String, Integer> HITS = new HashMap<>();

  private static boolean begun;

  private Failing() {}

  static void at(String label) {
    if (WANTED.isEmpty()) {
      return;
    }
    int hit = hit(label);
    if (WANTED.equals(label) ? hit == 1 : WANTED.equals(label + "#" + hit)) {
      die();
    }
  }

  private static int hit(String label) {
    synchronized (HITS) {
      begun |= FIRST.isEmpty() || FIRST.equals(label);
      return begun ? HITS.merge(label, 1, Integer::sum) : 0;
    }
  }

  private static void die() {
    try {
      new ProcessBuilder("kill", "-" + SIGNAL, Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      // no kill program here: halting comes near enough
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (SIGNAL.equals("KILL")) {
      Runtime.getRuntime().halt(137);
    }
  }
}
