package dev.rehome.inbox;

import dev.rehome.text.Fault;
import dev.rehome.text.Nearest;
import dev.rehome.text.Place;
import dev.rehome.text.Tree;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a map in a job, typed. What is wrong goes to the faults, and nothing is returned.
 *
 * @param prefix of the keys in messages, e.g. {@code options.}
 */
record JobEntries(String prefix, Tree.Branch branch, List<Fault> faults) {
  /**
   * One of them.
   *
   * @param key with its prefix
   */
  record Entry(String key, Place place, Tree value) {}

  void refuseUnknown(List<String> known) {
    branch
        .places()
        .forEach(
            (key, place) -> {
              if (!known.contains(key)) {
                faults.add(
                    new Fault(
                        place,
                        "key \"%s%s\" is not known; known are %s%s"
                            .formatted(
                                prefix, key, String.join(", ", known), Nearest.hint(key, known))));
              }
            });
  }

  Optional<Entry> get(String key) {
    return Optional.ofNullable(branch.entries().get(key))
        .map(value -> new Entry(prefix + key, value.place(), value));
  }

  Optional<Entry> required(String key, String rule) {
    Optional<Entry> entry = get(key);
    if (entry.isEmpty()) {
      faults.add(new Fault(branch.place(), prefix + key + ": is missing; it must be " + rule));
    }
    return entry;
  }

  /** Of the key, or of the map if it is not there. */
  Place place(String key) {
    return branch.places().getOrDefault(key, branch.place());
  }

  Optional<String> text(Entry entry) {
    return entry.value() instanceof Tree.Leaf leaf && leaf.isText()
        ? Optional.of(leaf.text())
        : wrong(entry, "must be a text");
  }

  /** A text or a whole number, as it is written. */
  Optional<String> scalar(Entry entry) {
    return scalar(entry.key(), entry.value(), faults);
  }

  private static Optional<String> scalar(String key, Tree value, List<Fault> faults) {
    if (value instanceof Tree.Leaf leaf && (leaf.isText() || leaf.kind() == Tree.Kind.INTEGER)) {
      return Optional.of(leaf.text());
    }
    return wrong(key, value, "must be a text or a whole number; write it in quotes", faults);
  }

  /** A scalar that keeps the rule of {@link JobNames}. */
  Optional<String> name(Entry entry) {
    return name(entry.key(), entry.value(), faults);
  }

  static Optional<String> name(String key, Tree value, List<Fault> faults) {
    return scalar(key, value, faults)
        .flatMap(
            name -> {
              Optional<String> rule = JobNames.wrong(name);
              return rule.isPresent() ? wrong(key, value, rule.get(), faults) : Optional.of(name);
            });
  }

  <T> Optional<T> wrong(Entry entry, String rule) {
    return wrong(entry.key(), entry.value(), rule, faults);
  }

  private static <T> Optional<T> wrong(String key, Tree value, String rule, List<Fault> faults) {
    faults.add(new Fault(value.place(), key + ": " + rule + ", got " + value.shown()));
    return Optional.empty();
  }
}
