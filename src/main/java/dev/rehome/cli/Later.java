package dev.rehome.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands of the contract that this version does not have: they say so, and do nothing. */
final class Later {
  private Later() {}

  private static int refuse(Common common, String command) {
    common
        .output()
        .complain(command + " is not in this version yet; nothing was done, nothing was changed");
    if (common.output().json()) {
      common.output().object(java.util.Map.of("error", command + " is not in this version yet"));
    }
    return Word.STOPPED.status();
  }

  /** Deletes the source of a verified move. */
  @Command(name = "purge", description = "not in this version yet")
  static final class Purge implements Callable<Integer> {
    @Mixin private Common common;

    @Parameters(hidden = true)
    private List<String> given = new ArrayList<>();

    @Override
    public Integer call() {
      return refuse(common, "purge " + String.join(" ", given));
    }
  }
}
