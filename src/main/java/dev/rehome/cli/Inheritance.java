package dev.rehome.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * An option that is given before a subcommand holds for the subcommand. One that the subcommand
 * does not have, or that says something else there, is refused: nothing that was asked for is
 * ignored.
 */
final class Inheritance implements IExecutionStrategy {
  private final IExecutionStrategy next = new RunLast();

  @Override
  public int execute(ParseResult parsed) {
    Map<String, Object> given = new TreeMap<>();
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      collect(last, given);
      last = last.subcommand();
    }
    CommandLine command = last.commandSpec().commandLine();
    for (String name : given.keySet()) {
      if (last.commandSpec().findOption(name) == null) {
        throw new ParameterException(
            command, "Unknown option: '%s': %s has none".formatted(name, command.getCommandName()));
      }
    }
    Map<String, Object> above = Map.copyOf(given);
    collect(last, given);
    above.forEach((name, value) -> command.getCommandSpec().findOption(name).setValue(value));
    return next.execute(parsed);
  }

  private static void collect(ParseResult level, Map<String, Object> given) {
    for (OptionSpec option : level.matchedOptions()) {
      Object before = given.putIfAbsent(option.longestName(), option.getValue());
      if (before != null && !before.equals(option.getValue())) {
        throw new ParameterException(
            level.commandSpec().commandLine(),
            "option '%s' is given as %s and as %s; give it once"
                .formatted(option.longestName(), before, option.<Object>getValue()));
      }
    }
  }
}
