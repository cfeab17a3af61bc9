package dev.rehome.hooks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a program says to its end and keeps the end of it: constant memory. */
final class LastLine implements Runnable {
  private static final int KEPT = 4096;
  private static final int SHOWN = 200;

  private final InputStream output;
  private byte[] tail = new byte[0];

  LastLine(InputStream output) {
    this.output = output;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[KEPT];
    try {
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        keep(buffer, read);
      }
    } catch (IOException e) {
      // it was ended: what it said until then is kept
    }
  }

  private synchronized void keep(byte[] buffer, int read) {
    int old = Math.min(tail.length, KEPT - read);
    byte[] kept = Arrays.copyOfRange(tail, tail.length - old, tail.length + read);
    System.arraycopy(buffer, 0, kept, old, read);
    tail = kept;
  }

  /** The last line that is not blank, on one line and not cut yet; empty when it said nothing. */
  synchronized String text() {
    return new String(tail, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
        .filter(line -> !line.isEmpty())
        .reduce("", (before, line) -> line);
  }

  /** As much of it as a message holds. */
  static String cut(String line) {
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
