package dev.rehome.cli.show;

import dev.rehome.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/**
 * Where a command prints: what it is asked for to standard output, UTF-8 whatever the locale; with
 * {@code --json} one object there, and all else to standard error. Thread safe.
 */
public final class Output {
  private final boolean json;
  private final PrintWriter out;
  private final PrintWriter err;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Prints to the streams of the command line. */
  public Output(CommandLine line, boolean json) {
    this.json = json;
    this.out = line.getOut();
    this.err = line.getErr();
  }

  /** UTF-8 whatever the locale. */
  public static PrintWriter utf8(FileDescriptor stream) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8),
        /* autoFlush= */ true);
  }

  public boolean json() {
    return json;
  }

  /** For people; beside the JSON. */
  public void say(String text) {
    (json ? err : out).println(Printable.of(Masked.of(text)));
  }

  /** What went wrong. */
  public void complain(String text) {
    err.println(Printable.of(Masked.of(text)));
  }

  /** The object that {@code --json} asks for. */
  public void object(Object value) {
    out.println(Printable.of(Texts.json(Masked.all(value))));
  }

  /** The last line; only the first call of several prints. Returns the exit status. */
  public int end(Ending ending) {
    if (ended.compareAndSet(false, true)) {
      out.println(Printable.of(json ? ending.json() : ending.line()));
      out.flush();
      err.flush();
    }
    return ending.status();
  }
}
