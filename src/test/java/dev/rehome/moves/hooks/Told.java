package dev.rehome.moves.hooks;

import dev.rehome.moves.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An application that is told by a program: it writes down what it is called with. */
public final class Told {
  private final Path folder;

  public Told(Path folder) {
    this.folder = folder;
  }

  /**
   * A program that writes its call down and goes on as the given shell lines say.
   *
   * @return it, as a setting
   */
  public String program(String name, String then) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        """
        #!/bin/sh
        env | grep ^REHOME_ | sort > '%1$s/'$REHOME_HOOK.env
        echo "$REHOME_HOOK $REHOME_CELL" >> '%1$s/calls'
        %2$s
        """
            .formatted(folder, then));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return "'" + file + "' 'an argument' \"$HOME\"";
  }

  /** All hooks of both cells, that do well, but for those given. */
  public Map<String, String> settings(Map<String, String> others) throws IOException {
    Map<String, String> settings = new HashMap<>();
    String well = program("well", "exit 0");
    for (String cell : List.of(Scene.SOURCE, Scene.TARGET)) {
      for (String hook : List.of("drain", "switch", "resume")) {
        settings.put("rehome.cell." + cell + ".hooks." + hook + ".command", well);
      }
    }
    settings.putAll(others);
    return settings;
  }

  public List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }
}
