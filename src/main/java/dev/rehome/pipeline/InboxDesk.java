package dev.rehome.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the inbox routes do with a file. The file itself is the queue: it waits in {@code .accepted}
 * until each of its jobs has an outcome, so a crash loses nothing. Bean {@code inbox}.
 */
public final class InboxDesk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path inbox;
  private final BiFunction<String, byte[], List<Job>> parser;
  private final Function<Job, Submitted> submit;
  private final Function<String, Map<String, Object>> facts;

  /**
   * @param parser file name and content to jobs, always with the same ids; throws with all faults
   * @param facts what an outcome tells of a move, by its id
   */
  public InboxDesk(
      Path inbox,
      BiFunction<String, byte[], List<Job>> parser,
      Function<Job, Submitted> submit,
      Function<String, Map<String, Object>> facts) {
    this.facts = facts;
    this.inbox = inbox;
    this.parser = parser;
    this.submit = submit;
  }

  /** Makes the folders, and takes back the files that a killed process was reading. */
  public void sweep() {
    try {
      for (String folder : List.of(".inprogress", ".accepted", ".failed", ".done")) {
        Files.createDirectories(inbox.resolve(folder));
      }
      for (Path left : list(inbox.resolve(".inprogress"))) {
        Files.move(left, freeName(left.getFileName().toString()));
      }
      for (Path file : list(inbox)) {
        if (file.getFileName().toString().endsWith(".camelLock")) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("inbox " + inbox + ": " + e.getMessage(), e);
    }
  }

  /** Its own name, or the next one with a number before it: a file that was dropped since stays. */
  private Path freeName(String name) {
    Path free = inbox.resolve(name);
    for (int i = 2; Files.exists(free); i++) {
      free = inbox.resolve(i + "-" + name);
    }
    return free;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The jobs of a file. */
  public List<Job> parse(String file, byte[] content) {
    return parser.apply(file, content);
  }

  /** Puts what is wrong beside where the file will be, and fails, so that the file goes there. */
  @SuppressWarnings("DoNotCallSuggester")
  public void explain(String file, Exception fault) throws Exception {
    write(inbox.resolve(".failed").resolve(file + ".error.txt"), fault.getMessage() + "\n");
    throw fault;
  }

  /**
   * An accepted file that is no longer understood, since the settings changed, goes to the bad
   * ones.
   */
  public void giveUp(String file, Exception fault) throws IOException {
    write(inbox.resolve(".failed").resolve(file + ".error.txt"), fault.getMessage() + "\n");
    Files.move(
        inbox.resolve(".accepted").resolve(file),
        inbox.resolve(".failed").resolve(file),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Submits the first job that has no outcome yet; the next one waits for it.
   *
   * @return the outcomes as JSON when every job has one, else null
   */
  public String goOn(List<Job> jobs) {
    ArrayNode outcomes = JSON.createArrayNode();
    for (Job job : jobs) {
      Submitted answer = submit.apply(job);
      if (answer.word().isEmpty()) {
        return null;
      }
      outcomes.add(outcome(job, answer));
    }
    return outcomes.size() == 1 ? pretty(outcomes.get(0)) : pretty(outcomes);
  }

  private ObjectNode outcome(Job job, Submitted answer) {
    ObjectNode node = JSON.createObjectNode();
    node.put("job", job.id());
    node.put("tenant", job.tenant().name());
    node.put("from", job.from());
    node.put("to", job.to());
    node.put("outcome", answer.word().orElseThrow().name());
    answer
        .move()
        .ifPresent(
            move -> {
              node.put("move", move);
              node.setAll(JSON.<ObjectNode>valueToTree(facts.apply(move)));
            });
    node.put("message", answer.message());
    return node;
  }

  private static String pretty(com.fasterxml.jackson.databind.JsonNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The outcome first, then the file: a crash between them only repeats both. */
  public void finish(String file, String outcome) throws IOException {
    write(inbox.resolve(".done").resolve(file + ".outcome.json"), outcome);
    Files.move(
        inbox.resolve(".accepted").resolve(file),
        inbox.resolve(".done").resolve(file),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Path file, String text) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(half, text);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
