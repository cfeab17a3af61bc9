package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Word;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Names are written by others: whatever way they take to the terminal, they do not steer it. */
class WhatIsPrintedTest {
  private static final String NAME = "\u001b[31mred\u009b2J\u0007\r\u202egnp.exe \u0000";

  @Command
  private static final class Nothing {}

  static Stream<Consumer<Output>> ways() {
    return Stream.of(
        output -> output.say("tenant " + NAME),
        output -> output.complain(NAME),
        output -> output.object(Map.of(NAME, NAME)),
        output -> output.end(new Ending(Word.MOVED, NAME, Map.of(NAME, NAME))));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nothingSteersTheTerminal(Consumer<Output> way) throws Exception {
    for (boolean json : new boolean[] {false, true}) {
      StringWriter printed = new StringWriter();
      CommandLine line = new CommandLine(new Nothing());
      line.setOut(new PrintWriter(printed));
      line.setErr(new PrintWriter(printed));

      way.accept(new Output(line, json));

      assertThat(printed.toString())
          .isNotEmpty()
          .containsIgnoringCase("\\u001b[31mred")
          .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\x{202e}]");
    }
  }

  @Test
  void noSecretIsPrintedAsJsonEither() throws Exception {
    String secret = "jdbc:postgresql://h/db?user=u&password=hunter2";
    Map<String, Object> facts = Map.of("findings", List.of(Map.of("problem", secret)), "n", 1);
    for (Consumer<Output> way :
        List.<Consumer<Output>>of(
            output -> output.object(facts),
            output -> output.end(new Ending(Word.REFUSED, secret, facts)))) {
      StringWriter printed = new StringWriter();
      CommandLine line = new CommandLine(new Nothing());
      line.setOut(new PrintWriter(printed));

      way.accept(new Output(line, true));

      assertThat(printed.toString()).doesNotContain("hunter2");
      JsonNode read = new ObjectMapper().readTree(printed.toString());
      assertThat(read.at("/findings/0/problem").asText()).endsWith("password=***");
      assertThat(read.at("/n").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void asJsonItIsTheSameValue(Consumer<Output> way) throws Exception {
    StringWriter printed = new StringWriter();
    CommandLine line = new CommandLine(new Nothing());
    line.setOut(new PrintWriter(printed));
    line.setErr(new PrintWriter(new StringWriter()));

    way.accept(new Output(line, true));

    if (!printed.toString().isEmpty()) {
      assertThat(
              new ObjectMapper().readTree(printed.toString()).findValuesAsText(NAME).toString()
                  + new ObjectMapper().readTree(printed.toString()).findValuesAsText("message"))
          .contains(NAME);
    }
  }
}
