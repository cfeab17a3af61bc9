package dev.rehome.inbox;

import dev.rehome.settings.SettingsFault;
import dev.rehome.text.Fault;
import dev.rehome.text.Nearest;
import dev.rehome.text.Place;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Says whether a job names cells that there are. */
record Cells(Predicate<String> known, Supplier<? extends Collection<String>> names) {
  /** A cell of the job; what is wrong with it goes to {@code faults}. */
  void check(String key, String cell, Place place, List<Fault> faults) {
    try {
      if (!known.test(cell)) {
        TreeSet<String> all = new TreeSet<>(names.get());
        faults.add(
            new Fault(
                place,
                "%s: \"%s\" is no known cell; known are %s%s"
                    .formatted(
                        key,
                        cell,
                        all.isEmpty() ? "none" : String.join(", ", all),
                        Nearest.hint(cell, all))));
      }
    } catch (SettingsFault e) {
      faults.add(new Fault(place, key + ": cell " + cell + " cannot be used: " + e.getMessage()));
    }
  }

  /** A move needs two cells. */
  void checkPair(String from, String to, Place place, List<Fault> faults) {
    if (from.equals(to)) {
      faults.add(new Fault(place, "to: \"" + to + "\" is also the cell of from; name two cells"));
    }
  }
}
