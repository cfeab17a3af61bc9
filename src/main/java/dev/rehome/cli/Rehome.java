package dev.rehome.cli;

import dev.rehome.cli.commands.AuditCommand;
import dev.rehome.cli.commands.LiftCommand;
import dev.rehome.cli.commands.MoveCommand;
import dev.rehome.cli.commands.PlanCommand;
import dev.rehome.cli.commands.PurgeCommand;
import dev.rehome.cli.commands.RehearseCommand;
import dev.rehome.cli.commands.RollbackCommand;
import dev.rehome.cli.commands.RunCommand;
import dev.rehome.cli.commands.SqlCommand;
import dev.rehome.cli.commands.StatusCommand;
import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Word;
import dev.rehome.cli.work.Common;
import dev.rehome.store.Kinds;
import java.io.FileDescriptor;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands. */
@Command(
    name = "rehome",
    description = "Moves one tenant from one cell to another, with no acknowledged write lost.",
    subcommands = {
      RunCommand.class,
      MoveCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      RollbackCommand.class,
      AuditCommand.class,
      SqlCommand.class,
      RehearseCommand.class,
      PurgeCommand.class,
      LiftCommand.class
    })
public final class Rehome implements Callable<Integer> {
  @Mixin private Common common;
  @Spec private CommandSpec spec;

  private Rehome() {}

  /** Without a command there is nothing to do. */
  @Override
  public Integer call() {
    common.output().complain(spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF));
    return Word.REFUSED.status();
  }

  /**
   * All commands.
   *
   * @param kinds of stores that the program has
   * @param more those of other packages
   */
  public static CommandLine line(Kinds kinds, Object... more) {
    CommandLine line = new CommandLine(new Rehome(), new Factory(kinds));
    for (Object command : more) {
      line.addSubcommand(command);
    }
    Failures failures = new Failures();
    line.setExecutionExceptionHandler(failures);
    line.setParameterExceptionHandler(failures);
    line.setExecutionStrategy(new Inheritance());
    line.setOut(Output.utf8(FileDescriptor.out));
    line.setErr(Output.utf8(FileDescriptor.err));
    return line;
  }

  /** Makes what commands have in common, for the kinds of stores that the program has. */
  private record Factory(Kinds kinds) implements IFactory {
    @Override
    public <K> K create(Class<K> wanted) throws Exception {
      return wanted == Common.class
          ? wanted.cast(new Common(kinds))
          : CommandLine.defaultFactory().create(wanted);
    }
  }
}
