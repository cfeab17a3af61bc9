package dev.rehome.inbox;

import dev.rehome.model.Options;
import dev.rehome.store.Kinds;
import dev.rehome.text.Fault;
import dev.rehome.text.Nearest;
import dev.rehome.text.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The {@code options:} of a job. */
final class OptionsTree {
  private static final int DAY = 86_400;
  private static final List<String> KEYS =
      List.of(
          "drain-timeout-seconds",
          "pause-max-seconds",
          "keep-snapshot",
          "allow-empty",
          "mirrored",
          "leave-behind",
          "accept-observed");

  private final Kinds kinds;
  private final List<Fault> faults;

  OptionsTree(Kinds kinds, List<Fault> faults) {
    this.kinds = kinds;
    this.faults = faults;
  }

  Options options(JobEntries.Entry entry) {
    if (!(entry.value() instanceof Tree.Branch branch)) {
      faults.add(
          new Fault(
              entry.place(),
              "options: must be a map of "
                  + String.join(", ", KEYS)
                  + ", got "
                  + entry.value().shown()));
      return Options.NONE;
    }
    JobEntries options = new JobEntries("options.", branch, faults);
    options.refuseUnknown(KEYS);
    Options plain =
        new Options(
            seconds(options, "drain-timeout-seconds"),
            seconds(options, "pause-max-seconds"),
            flag(options, "keep-snapshot"),
            flag(options, "allow-empty"),
            flag(options, "mirrored"),
            components(options, "leave-behind", kinds.mayStayBehind()));
    return plain.accepting(components(options, "accept-observed", kinds.mayBeObserved()));
  }

  private static OptionalInt seconds(JobEntries options, String key) {
    Optional<JobEntries.Entry> entry = options.get(key);
    if (entry.isEmpty()) {
      return OptionalInt.empty();
    }
    if (entry.get().value() instanceof Tree.Leaf leaf
        && leaf.kind() == Tree.Kind.INTEGER
        && leaf.text().matches("[1-9][0-9]{0,4}")
        && Integer.parseInt(leaf.text()) <= DAY) {
      return OptionalInt.of(Integer.parseInt(leaf.text()));
    }
    options.wrong(entry.get(), "must be a whole number of seconds from 1 to " + DAY);
    return OptionalInt.empty();
  }

  private static boolean flag(JobEntries options, String key) {
    Optional<JobEntries.Entry> entry = options.get(key);
    if (entry.isEmpty()) {
      return false;
    }
    if (entry.get().value() instanceof Tree.Leaf leaf && leaf.kind() == Tree.Kind.BOOLEAN) {
      return Boolean.parseBoolean(leaf.text());
    }
    options.wrong(entry.get(), "must be true or false, without quotes");
    return false;
  }

  private List<String> components(JobEntries options, String key, List<String> known) {
    List<String> components = new ArrayList<>();
    Optional<JobEntries.Entry> entry = options.get(key);
    if (entry.isEmpty()) {
      return components;
    }
    if (!(entry.get().value() instanceof Tree.Row row)) {
      options.wrong(
          entry.get(), "must be a list, e.g. [%s]".formatted(known.get(known.size() - 1)));
      return components;
    }
    for (Tree item : row.items()) {
      String name = item instanceof Tree.Leaf leaf && leaf.isText() ? leaf.text() : "";
      if (!known.contains(name)) {
        faults.add(
            new Fault(
                item.place(),
                "options.%s: must name %s, got %s%s"
                    .formatted(
                        key, String.join(", ", known), item.shown(), Nearest.hint(name, known))));
      } else if (components.contains(name)) {
        faults.add(new Fault(item.place(), "options." + key + ": " + name + " is there twice"));
      } else {
        components.add(name);
      }
    }
    return components;
  }
}
