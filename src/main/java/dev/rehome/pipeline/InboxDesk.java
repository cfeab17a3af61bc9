package dev.rehome.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehome.inbox.JobFault;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the inbox routes do with a file. The file itself is the queue: it waits in {@code .accepted}
 * until each of its jobs has an outcome, so a crash loses nothing. Bean {@code inbox}.
 */
public final class InboxDesk {
  private static final Logger LOG = LoggerFactory.getLogger(InboxDesk.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final InboxFolder folder;
  private final BiFunction<String, byte[], List<Job>> parser;
  private final Function<Job, Submitted> submit;
  private final Function<String, Map<String, Object>> facts;
  private final Map<String, AcceptedFile> accepted = new ConcurrentHashMap<>();

  /**
   * @param parser file name and content to jobs, always with the same ids; throws with all faults
   * @param facts what an outcome tells of a move, by its id
   */
  InboxDesk(
      InboxFolder folder,
      BiFunction<String, byte[], List<Job>> parser,
      Function<Job, Submitted> submit,
      Function<String, Map<String, Object>> facts) {
    this.facts = facts;
    this.folder = folder;
    this.parser = parser;
    this.submit = submit;
  }

  /** The jobs of a file. */
  public List<Job> parse(String file, byte[] content) {
    if (folder.linked(file)) {
      throw new IllegalStateException(file + ": has become a symbolic link");
    }
    return parser.apply(file, content);
  }

  /** Puts what is wrong beside where the file will be, and fails, so that the file goes there. */
  @SuppressWarnings("DoNotCallSuggester")
  public void explain(String file, Exception fault) throws Exception {
    folder.explain(file, reason(file, fault));
    throw fault;
  }

  /** What is wrong, in words of ours. */
  private static String reason(String file, Exception fault) {
    return fault instanceof JobFault
        ? fault.getMessage()
        : "%s: could not be read (%s); put it here again"
            .formatted(file, fault.getClass().getSimpleName());
  }

  /**
   * Submits the next job of an accepted file; an ended one is not asked about again. A file that is
   * no longer understood, since the settings changed, goes to the bad ones.
   *
   * @return the outcomes as JSON when every job has one, else null
   */
  public String goOn(String file) throws IOException {
    AcceptedFile jobs = accepted.get(file);
    if (jobs == null) {
      try {
        jobs = new AcceptedFile(parser.apply(file, Files.readAllBytes(folder.accepted(file))));
      } catch (IOException | RuntimeException e) {
        folder.giveUp(file, reason(file, e));
        return null;
      }
      accepted.put(file, jobs);
    }
    return jobs.goOn(submit).map(this::outcomes).orElse(null);
  }

  private String outcomes(List<AcceptedFile.Ended> ended) {
    ArrayNode outcomes = JSON.createArrayNode();
    ended.forEach(end -> outcomes.add(outcome(end.job(), end.answer())));
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

  private static String pretty(JsonNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All jobs of the file have ended. */
  public void finish(String file, String outcome) throws IOException {
    folder.finish(file, outcome);
    Optional.ofNullable(accepted.remove(file))
        .ifPresent(jobs -> LOG.info("inbox: {} is done", file));
  }
}
