package dev.rehome.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Fails this process at the place that its property names. Thread safe. */
final class Failing {
  private static final String WANTED = System.getProperty("rehome.fail-point", "");

  private static final String SIGNAL = System.getProperty("rehome.fail-signal", "KILL");

  private static final Map<String, Integer> HITS = new HashMap<>();

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
      return HITS.merge(label, 1, Integer::sum);
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
