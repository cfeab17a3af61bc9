package dev.rehome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What stands before a command is said to it: of all commands, whichever there are. */
class OptionsBeforeACommandTest {
  private static final String MISSING = "there-is-no.properties";
  private static final String FAULTY = "faulty.properties";

  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = App.line();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int status = line.execute(words.toArray(String[]::new));
    return new Ran(status, out.toString(), err.toString());
  }

  /** The names of each command that does something, outermost first. */
  static Stream<List<String>> commands() {
    return below(App.line(), List.of()).filter(words -> !words.isEmpty());
  }

  private static Stream<List<String>> below(CommandLine line, List<String> words) {
    return Stream.concat(
        Stream.of(words),
        line.getSubcommands().entrySet().stream()
            .flatMap(
                sub -> {
                  List<String> longer = new ArrayList<>(words);
                  longer.add(sub.getKey());
                  return below(sub.getValue(), longer);
                }));
  }

  private static CommandSpec spec(List<String> command) {
    CommandLine line = App.line();
    for (String word : command) {
      line = line.getSubcommands().get(word);
    }
    return line.getCommandSpec();
  }

  /** A command line in which the options stand before the nth of the command's names, or behind. */
  private static List<String> at(int place, List<String> command, String... options) {
    List<String> words = new ArrayList<>(command);
    words.addAll(place, List.of(options));
    for (OptionSpec option : spec(command).options()) {
      if (option.required()) {
        words.addAll(List.of(option.longestName(), "some"));
      }
    }
    for (ArgSpec position : spec(command).positionalParameters()) {
      if (position.required()) {
        words.add("some");
      }
    }
    return words;
  }

  private static boolean has(List<String> command, String option) {
    return spec(command).findOption(option) != null;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFileThatIsNotThereIsAnErrorWhereverItStands(List<String> command) {
    for (int place = 0; place <= command.size(); place++) {
      Ran ran = run(at(place, command, "--config", MISSING));
      if (has(command, "--config")) {
        assertThat(ran.status).as("%s at %d: %s", command, place, ran.err).isEqualTo(3);
        assertThat(ran.err).contains("--config " + MISSING + ": there is no such file");
      } else {
        assertThat(ran.status).as("%s at %d: %s", command, place, ran.err).isEqualTo(2);
        assertThat(ran.err).contains("Unknown option", "'--config'");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theFileThatIsNamedIsTheOneThatIsRead(List<String> command) throws Exception {
    Path file = Files.writeString(folder.resolve(FAULTY), "rehome.planted-fault = 1\n");
    for (int place = 0; has(command, "--config") && place <= command.size(); place++) {
      Ran ran = run(at(place, command, "--config", file.toString()));
      assertThat(ran.status).as("%s at %d: %s", command, place, ran.err).isEqualTo(3);
      assertThat(ran.err).contains(FAULTY).contains("rehome.planted-fault");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void jsonIsPrintedWhereverItIsAskedFor(List<String> command) {
    for (int place = 0; has(command, "--config") && place <= command.size(); place++) {
      Ran ran = run(at(place, command, "--json", "--config", MISSING));
      assertThat(ran.out).as("%s at %d", command, place).startsWith("{").endsWith("}\n");
    }
  }

  @Test
  void theSameTwiceIsOnceAndTwoDifferentOnesAreRefused() {
    Ran same = run(List.of("--config", MISSING, "status", "--config", MISSING));
    Ran different = run(List.of("--config", MISSING, "status", "--config", FAULTY));

    assertThat(same.status).isEqualTo(3);
    assertThat(different.status).isEqualTo(2);
    assertThat(different.err).contains(MISSING, FAULTY, "give it once");
  }

  @Test
  void theCommandsAreFound() {
    assertThat(commands())
        .contains(List.of("status"), List.of("purge"), List.of("audit", "verify"), List.of("demo"));
  }

  @Test
  void aSandboxOfNoRowsIsRefused() {
    for (String command : List.of("demo", "sandbox")) {
      for (String rows : List.of("0", "-5")) {
        Ran ran = run(List.of(command, "--rows=" + rows));

        assertThat(ran.status).isEqualTo(2);
        assertThat(ran.err).contains("--rows must be at least 1000, got " + rows);
      }
    }
  }
}
