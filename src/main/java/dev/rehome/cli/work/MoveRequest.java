package dev.rehome.cli.work;

import dev.rehome.cli.show.Texts;
import dev.rehome.inbox.JobFault;
import dev.rehome.inbox.JobFile;
import dev.rehome.inbox.JobParser;
import dev.rehome.model.Job;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A move as it is asked for on the command line. The rules are those of a job file. */
public final class MoveRequest {
  private static final String NAME = "command.json";

  @Parameters(paramLabel = "TENANT", description = "the tenant's name")
  private String tenant;

  @Option(names = "--tenant-id", description = "the value its rows carry; default: its name")
  private String tenantId;

  @Option(names = "--id", description = "the job's id; the same id again answers its outcome")
  private String id;

  @Option(names = "--from", required = true, description = "the cell that serves the tenant")
  private String from;

  @Option(names = "--to", required = true, description = "the cell that shall serve it")
  private String to;

  @Option(names = "--drain-timeout-seconds", description = "for writes in flight")
  private Integer drainTimeoutSeconds;

  @Option(names = "--pause-max-seconds", description = "a longer write pause undoes the move")
  private Integer pauseMaxSeconds;

  @Option(names = "--keep-snapshot", description = "keep the point-in-time artifact")
  private boolean keepSnapshot;

  @Option(names = "--allow-empty", description = "move a tenant that has no data")
  private boolean allowEmpty;

  @Option(
      names = "--mirrored",
      description = "the target holds the data: copy nothing, prove, switch")
  private boolean mirrored;

  @Option(names = "--leave-behind", split = ",", description = "components the target may lack")
  private List<String> leaveBehind = new ArrayList<>();

  @Option(
      names = "--accept-observed",
      split = ",",
      description = "components that may do without a fence and without the drain hook")
  private List<String> acceptObserved = new ArrayList<>();

  /**
   * The job.
   *
   * @throws BadRequest with everything that is wrong
   */
  public Job job(JobParser parser) {
    byte[] text = Texts.json(tree()).getBytes(StandardCharsets.UTF_8);
    try {
      return parser.parse(JobFile.of(NAME, "command", text)).get(0);
    } catch (JobFault e) {
      throw new BadRequest(
          e.faults().stream().map(MoveRequest::withoutPlace).collect(Collectors.joining("\n")));
    }
  }

  private Map<String, Object> tree() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (drainTimeoutSeconds != null) {
      options.put("drain-timeout-seconds", drainTimeoutSeconds);
    }
    if (pauseMaxSeconds != null) {
      options.put("pause-max-seconds", pauseMaxSeconds);
    }
    options.put("keep-snapshot", keepSnapshot);
    options.put("allow-empty", allowEmpty);
    options.put("mirrored", mirrored);
    options.put("leave-behind", leaveBehind);
    options.put("accept-observed", acceptObserved);
    return Map.of(
        "id", id == null ? "cli-" + UUID.randomUUID() : id,
        "tenant", tenantId == null ? tenant : Map.of("name", tenant, "id", tenantId),
        "from", from,
        "to", to,
        "options", options);
  }

  private static String withoutPlace(String fault) {
    return fault.replaceFirst("^command\\.json(, line \\d+, column \\d+)?: ", "");
  }
}
