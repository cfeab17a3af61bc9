package dev.rehome.inbox;

import dev.rehome.model.Job;
import dev.rehome.store.Kinds;
import dev.rehome.text.Fault;
import dev.rehome.text.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * From a file to its jobs: YAML ({@code .yaml}, {@code .yml}), JSON ({@code .json}) or statements
 * ({@code .sql}). Thread safe.
 *
 * <p>Ids: of one tenant, the id that is written; of {@code tenants}, {@code ID/TENANT}; where none
 * is written, one made of the file's name and text, with {@code -1}, {@code -2}, … where it holds
 * several jobs. So the same file again is the same jobs again.
 */
public final class JobParser {
  /** A file that is something else altogether is wrong everywhere. */
  private static final int FAULTS_MAX = 50;

  private final Kinds kinds;
  private final Cells cells;

  /**
   * @param knownCell whether there is a cell of this name; e.g. {@code name ->
   *     settings.cell(name).isPresent()}
   * @param cellNames for messages
   * @param kinds of stores that jobs may speak of
   */
  public JobParser(
      Predicate<String> knownCell, Supplier<? extends Collection<String>> cellNames, Kinds kinds) {
    this.kinds = kinds;
    this.cells = new Cells(knownCell, cellNames);
  }

  /**
   * At least one job, in the order of the file.
   *
   * @throws JobFault with everything that is wrong
   */
  public List<Job> parse(JobFile file) {
    List<Fault> faults = new ArrayList<>();
    List<Request> requests = requests(file, faults);
    if (!faults.isEmpty()) {
      throw new JobFault(shown(file, faults));
    }
    List<Job> jobs = new ArrayList<>();
    for (Request request : requests) {
      String ordinal = requests.size() == 1 ? "" : "-" + (jobs.size() + 1);
      jobs.add(
          new Job(
              request.id().orElseGet(() -> JobIds.of(file) + ordinal),
              request.tenant(),
              request.from(),
              request.to(),
              request.options(),
              file.origin()));
    }
    return jobs;
  }

  /** The jobs of a file of the inbox, by its name and content; otherwise the same. */
  public List<Job> parse(String file, byte[] content) {
    return parse(JobFile.of(file, "inbox:" + file, content));
  }

  private static List<String> shown(JobFile file, List<Fault> faults) {
    List<String> shown = new ArrayList<>();
    faults.stream()
        .sorted(Comparator.comparing(Fault::place))
        .limit(FAULTS_MAX)
        .forEach(fault -> shown.add(file.name() + ", " + fault));
    if (faults.size() > FAULTS_MAX) {
      shown.add(file.name() + ": and " + (faults.size() - FAULTS_MAX) + " more");
    }
    return shown;
  }

  private List<Request> requests(JobFile file, List<Fault> faults) {
    return switch (file.ending()) {
      case "yaml", "yml" -> tree(Tree.ofYaml(file.text(), faults), faults);
      case "json" -> tree(Tree.ofJson(file.text(), faults), faults);
      case "sql" -> new MoveStatements(cells, faults).requests(file.text());
      default ->
          throw new JobFault(List.of(file.name() + ": must end with .yaml, .yml, .json or .sql"));
    };
  }

  private List<Request> tree(Optional<Tree> tree, List<Fault> faults) {
    return tree.map(t -> new JobTree(cells, kinds, faults).requests(t)).orElse(List.of());
  }
}
