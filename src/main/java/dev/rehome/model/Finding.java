package dev.rehome.model;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Something that pre-flight saw: a cause, and all that it is true of. Whoever looks may tell one
 * for each thing; {@link Findings#grouped} makes one of those that differ in the thing alone.
 *
 * @param blocks whether the move is refused for it; otherwise it is only told
 * @param component e.g. {@code postgres}
 * @param place where the instances are, e.g. the cell {@code us_west}; empty if they say it
 * @param instances what it is true of, at least one
 * @param problem what is wrong with each of them, with both sides where there are two
 * @param advice what to do about it; followed by each instance's own {@code ready} where there is
 */
public record Finding(
    boolean blocks,
    String component,
    String place,
    List<Instance> instances,
    String problem,
    String advice) {
  /** So many instances are listed for people, the others are counted. */
  public static final int LISTED_MAX = 5;

  private static final int EXAMPLES_MAX = 3;

  /** A longer one is read by programs alone. */
  private static final int QUERY_CHARACTERS_MAX = 600;

  /**
   * One thing of which the problem is true.
   *
   * @param thing e.g. {@code public.orders.total}
   * @param rows how many of its rows are concerned; empty where it is not about rows
   * @param more whether there are more than so many, which were not counted
   * @param examples keys of such rows, three at most
   * @param query by which one sees these rows for oneself; empty for none
   * @param ready a statement or a line of settings that settles it as it stands; empty for none
   */
  public record Instance(
      String thing,
      OptionalLong rows,
      boolean more,
      List<String> examples,
      String query,
      String ready) {
    public Instance {
      Rules.notBlank("thing", thing);
      Rules.notNull("query", query);
      Rules.notNull("ready", ready);
      examples = examples.stream().limit(EXAMPLES_MAX).toList();
    }

    private String evidence() {
      String count = rows.isPresent() ? told(more, rows.getAsLong()) : "";
      String keys = examples.isEmpty() ? "" : "e.g. " + String.join(", ", examples);
      String both = count + (count.isEmpty() || keys.isEmpty() ? "" : ", ") + keys;
      if (query.isEmpty()) {
        return both;
      }
      String line = query.strip().replaceAll("\\s*\\n\\s*", " ");
      // a comment of SQL ends with its line
      if (line.length() > QUERY_CHARACTERS_MAX || line.contains("--")) {
        return both + (both.isEmpty() ? "" : "; ") + "the query is in plan --json";
      }
      return both + (both.isEmpty() ? "see " : ": ") + line;
    }
  }

  public Finding {
    Rules.notBlank("component", component);
    Rules.notNull("place", place);
    Rules.notBlank("problem", problem);
    Rules.notBlank("advice", advice);
    instances = List.copyOf(instances);
    Rules.atLeast("instances", 1, instances.size());
  }

  public static Finding blocking(String component, String subject, String problem, String remedy) {
    return of(true, component, subject, problem, remedy);
  }

  public static Finding note(String component, String subject, String problem, String remedy) {
    return of(false, component, subject, problem, remedy);
  }

  public static Finding of(
      boolean blocks, String component, String subject, String problem, String remedy) {
    Instance one = new Instance(subject, OptionalLong.empty(), false, List.of(), "", "");
    return new Finding(blocks, component, "", List.of(one), problem, remedy);
  }

  /** The same, of a thing in this cell. */
  public Finding in(String cell) {
    return new Finding(blocks, component, cell, instances, problem, advice);
  }

  /** The same, but the move is refused for it. */
  public Finding asBlocking() {
    return new Finding(true, component, place, instances, problem, advice);
  }

  /** The same, about so many rows, of which three are named, and which the query shows. */
  public Finding rows(long count, List<String> examples, String query) {
    return rows(count, false, examples, query);
  }

  /**
   * The same, about so many rows, of which three are named, and which the query shows.
   *
   * @param ended whether counting ended at the last of them: there are more than the others
   */
  public Finding rows(long count, boolean ended, List<String> examples, String query) {
    OptionalLong known = OptionalLong.of(ended ? count - 1 : count);
    return each(one -> new Instance(one.thing, known, ended, examples, query, one.ready));
  }

  /** The same, with the query that shows it. */
  public Finding query(String query) {
    return each(one -> new Instance(one.thing, one.rows, one.more, one.examples, query, one.ready));
  }

  /** The same, with what settles it as it stands; the remedy is what to do with that. */
  public Finding ready(String ready) {
    return each(one -> new Instance(one.thing, one.rows, one.more, one.examples, one.query, ready));
  }

  /** The advice for statements: each instance's is what is ready, with its semicolon. */
  public static String runAt(String cell) {
    return "run at " + cell;
  }

  private Finding each(UnaryOperator<Instance> change) {
    List<Instance> changed = instances.stream().map(change).toList();
    return new Finding(blocks, component, place, changed, problem, advice);
  }

  /** The place and the things, a long list cut: {@code us_west, each of 40: a, b and 38 more}. */
  public String subject() {
    List<String> all = instances.stream().map(Instance::thing).distinct().toList();
    String things = listed(all, ", ");
    if (all.size() == 1) {
      return place.isEmpty() ? things : place + " " + things;
    }
    return "%seach of %d: %s".formatted(place.isEmpty() ? "" : place + ", ", all.size(), things);
  }

  /** What to do, with all that is ready. */
  public String remedy() {
    List<String> ready = ready();
    return ready.isEmpty() ? advice : advice + ": " + String.join(" ", ready);
  }

  /** What is ready to be used as it stands, each once, whole. */
  public List<String> ready() {
    return instances.stream().map(Instance::ready).filter(r -> !r.isEmpty()).distinct().toList();
  }

  /** The same as the remedy, a long list cut. */
  public String remedyInShort() {
    List<String> ready = ready();
    return ready.isEmpty() ? advice : advice + ": " + listed(ready, " ");
  }

  /** The problem with its number, an example and the query, where there are such. */
  public String told() {
    List<Instance> seen = instances.stream().filter(one -> !one.evidence().isEmpty()).toList();
    if (seen.isEmpty()) {
      return problem;
    }
    Instance first = seen.get(0);
    if (instances.size() == 1) {
      return "%s (%s)".formatted(problem, first.evidence());
    }
    long rows = seen.stream().mapToLong(one -> one.rows.orElse(0)).sum();
    boolean more = seen.stream().anyMatch(Instance::more);
    return "%s (%s%s: %s)"
        .formatted(
            problem,
            rows == 0 ? "" : told(more, rows) + " in all; ",
            first.thing,
            first.evidence());
  }

  /** One line: component, subject, problem with its evidence; remedy. Long lists are cut. */
  public String line() {
    return component + ": " + subject() + ": " + told() + "; " + remedyInShort();
  }

  private static String told(boolean more, long rows) {
    return (more ? "more than " : "") + counted(rows, "row");
  }

  /** {@code 1 row}, {@code 1,204 rows}. */
  public static String counted(long number, String noun) {
    return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
  }

  private static String listed(List<String> all, String between) {
    int rest = all.size() - LISTED_MAX;
    String shown = all.stream().limit(LISTED_MAX).collect(Collectors.joining(between));
    return rest <= 0 ? shown : "%s and %,d more".formatted(shown, rest);
  }
}
