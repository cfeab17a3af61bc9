package dev.rehome;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs and a machine may lack. Without it the test is skipped, and the end of the
 * build names both. Where {@value #ALL} is set, as continuous integration does, a missing program
 * fails the test.
 */
public final class Needed {
  static final String ALL = "REHOME_ALL_PROGRAMS";

  /** A line for each skip; {@code src/build/skipped-tests} prints them. */
  private static final Path SKIPPED = Path.of("target", "skipped-tests");

  private Needed() {}

  public static void program(String name, boolean there) {
    require("the program " + name, there, System.getenv(ALL) != null, SKIPPED);
  }

  /** Something that no package brings, e.g. the right to mount: never fails. */
  public static void ofTheMachine(String what, boolean there) {
    require(what, there, /* must= */ false, SKIPPED);
  }

  static void require(String what, boolean there, boolean must, Path skipped) {
    if (there) {
      return;
    }
    String sentence = "%s needs %s, which is not here".formatted(asking(), what);
    if (must) {
      throw new AssertionError(sentence + ", though %s is set".formatted(ALL));
    }
    try {
      Files.createDirectories(skipped.toAbsolutePath().getParent());
      Files.writeString(skipped, sentence + "\n", CREATE, APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be written".formatted(skipped), e);
    }
    throw new TestAbortedException(sentence);
  }

  private static String asking() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getClassName().endsWith("Test"))
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                    .findFirst()
                    .orElse("a test"));
  }
}
