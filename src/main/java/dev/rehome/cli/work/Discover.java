package dev.rehome.cli.work;

import dev.rehome.cli.show.Output;
import dev.rehome.cli.show.Texts;
import dev.rehome.store.Proposal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Asks a plan for the settings that the source's own catalog proposes, instead of findings. */
public final class Discover {
  private static final String PRINT = "";

  @Option(
      names = "--discover",
      arity = "0..1",
      paramLabel = "FILE",
      preprocessor = FileBehind.class,
      description = "prints a predicates file by the source's foreign keys, or writes it to FILE")
  private String file;

  @Option(names = "--overwrite", description = "--discover may write over an existing FILE")
  private boolean overwrite;

  /** A tenant's name may stand behind the option, too: a file is behind =, or ends as YAML does. */
  static final class FileBehind implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean attached = info.get("separator") != null;
      boolean file =
          !args.isEmpty() && args.peek().toLowerCase(Locale.ROOT).matches("[^-].*\\.ya?ml");
      option.setValue(attached || file ? args.pop() : PRINT);
      return true;
    }
  }

  public boolean asked() {
    return file != null;
  }

  /**
   * Prints it, or writes the file.
   *
   * @throws BadRequest where the file is there already, or cannot be written
   */
  public void tell(Proposal proposal, Output output) {
    Optional<Path> path = Optional.of(file).filter(f -> !f.equals(PRINT)).map(Path::of);
    path.ifPresent(to -> write(to, proposal.text()));
    if (output.json()) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("setting", proposal.setting());
      map.put("lines", proposal.lines());
      path.ifPresent(to -> map.put("file", to.toString()));
      map.put("text", proposal.text());
      output.object(map);
    } else if (path.isPresent()) {
      output.say(
          "%s written to %s; look at it, then say %s = %s, and plan again"
              .formatted(
                  Texts.counted(proposal.lines(), "predicate"),
                  path.get(),
                  proposal.setting(),
                  path.get().toAbsolutePath()));
    } else {
      output.say(proposal.text().stripTrailing());
    }
  }

  private void write(Path to, String text) {
    OpenOption[] options =
        overwrite
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.writeString(to, text, StandardCharsets.UTF_8, options);
    } catch (FileAlreadyExistsException e) {
      throw new BadRequest(
          "%s is there already; name another file, or say --overwrite".formatted(to));
    } catch (IOException e) {
      throw new BadRequest(
          "%s cannot be written (%s); name a file in a folder that is there"
              .formatted(to, e.getClass().getSimpleName()));
    }
  }
}
