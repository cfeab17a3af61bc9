package dev.rehome.store;

import dev.rehome.settings.YetToCome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kinds of stores that a program knows.
 *
 * @param all in the order of the drain
 */
public record Kinds(List<Kind> all) {
  public Kinds {
    all = List.copyOf(all);
    long names = all.stream().map(Kind::name).distinct().count();
    if (names != all.size()) {
      throw new IllegalArgumentException(
          "each kind of store must be registered once, got " + names(all));
    }
  }

  /** The same with one more, drained last. */
  public Kinds with(Kind more) {
    List<Kind> kinds = new ArrayList<>(all);
    kinds.add(more);
    return new Kinds(kinds);
  }

  /** The one of that name. */
  public Optional<Kind> named(String name) {
    return all.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  /** What that kind is counted in; items, for one that only an older or a newer program knows. */
  public Unit unit(String name) {
    return named(name).map(Kind::unit).orElse(new Unit("item"));
  }

  /** The tables of all of them in the control store. */
  public List<String> tables() {
    return all.stream().flatMap(kind -> kind.tables().stream()).toList();
  }

  /** What jobs may leave behind: also what is yet to come. */
  public List<String> mayStayBehind() {
    return names(Kind::mayStayBehind, YetToCome.NAMES);
  }

  /** What jobs may consent to have observed only: also what is yet to come. */
  public List<String> mayBeObserved() {
    return names(Kind::mayBeObserved, YetToCome.OBSERVED);
  }

  private List<String> names(Predicate<Kind> which, List<String> yetToCome) {
    return Stream.concat(
            all.stream().filter(which).map(Kind::name),
            yetToCome.stream().filter(name -> named(name).isEmpty()))
        .toList();
  }

  private static List<String> names(List<Kind> all) {
    return all.stream().map(Kind::name).toList();
  }
}
