package dev.rehome.cli;

import dev.rehome.cli.show.Ending;
import dev.rehome.cli.show.Masked;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Word;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Unusable;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import dev.rehome.model.Stopped;
import dev.rehome.pipeline.RoutesFault;
import dev.rehome.settings.SettingsFault;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a command that failed says, and with which status it ends. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int REFUSED = Word.REFUSED.status();
  private static final int STOPPED = Word.STOPPED.status();

  /** The commands that promise a last line. */
  private static final List<String> WITH_LAST_LINE =
      List.of("move", "rehearse", "rollback", "purge");

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Output output = new Output(command, List.of(args).contains("--json"));
    output.complain(e.getMessage());
    output.complain(command.getUsageMessage(CommandLine.Help.Ansi.OFF));
    return end(command, output, Ending.refused(e.getMessage()), REFUSED);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    Output output = new Output(command, json(command));
    if (e instanceof BadRequest) {
      output.complain(e.getMessage());
      return end(command, output, Ending.refused(e.getMessage()), REFUSED);
    }
    if (e instanceof SettingsFault
        || e instanceof MoveFailed
        || e instanceof PassingFault
        || e instanceof RoutesFault
        || e instanceof Stopped
        || e instanceof Unusable) {
      output.complain(e.getMessage());
    } else {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      output.complain(trace.toString());
    }
    return end(command, output, Ending.stopped(Reason.of(e)), STOPPED);
  }

  private static boolean json(CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption("--json");
    return option != null && Boolean.TRUE.equals(option.getValue());
  }

  private static int end(CommandLine command, Output output, Ending ending, int status) {
    if (WITH_LAST_LINE.contains(command.getCommandName())) {
      return output.end(ending);
    }
    if (output.json()) {
      output.object(java.util.Map.of("error", Masked.of(ending.sentence()), "exit", status));
    }
    return status;
  }
}
