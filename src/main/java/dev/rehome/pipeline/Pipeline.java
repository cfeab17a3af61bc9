package dev.rehome.pipeline;

import static java.util.Map.entry;

import dev.rehome.journal.StoryFacts;
import dev.rehome.journal.jobs.Submitted;
import dev.rehome.model.Job;
import dev.rehome.patience.Patience;
import dev.rehome.store.Component;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.processor.aggregate.UseOriginalAggregationStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Camel context with the routes of {@code routes/} over a {@link Wiring} of beans. */
public final class Pipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final Main main;
  private final Wiring wiring;

  private Pipeline(Main main, Wiring wiring) {
    this.main = main;
    this.wiring = wiring;
  }

  /**
   * Starts the routes.
   *
   * @param routes the folder of {@code *.camel.yaml}
   * @param parser a job file's name and content to its jobs
   * @param inboxOn whether job files are taken
   */
  public static Pipeline start(
      Wiring wiring, Path routes, BiFunction<String, byte[], List<Job>> parser, boolean inboxOn) {
    Main main = new Main();
    main.configure().withName("rehome");
    // its hook would wait for the routes; commands listen to the signals themselves
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.configure().setAutoConfigurationLogSummary(false);
    main.configure().setRoutesIncludePattern("file:" + routes.toAbsolutePath() + "/*.camel.yaml");
    main.configure().setShutdownTimeout(40);
    main.configure().setMainListenerClasses(null);
    main.addOverrideProperty("rehome.inbox", wiring.settings().inbox().toAbsolutePath().toString());
    main.addOverrideProperty("rehome.inbox-on", Boolean.toString(inboxOn));
    main.addOverrideProperty(
        "rehome.redeliveries-max", System.getProperty("rehome.redeliveries-max", "6"));
    main.addMainListener(new Suspending(wiring));
    main.addMainListener(new Threads(wiring.settings().limits()));
    InboxFolder folder = new InboxFolder(wiring.settings().inbox().toAbsolutePath());
    InboxDesk inbox =
        new InboxDesk(
            folder,
            parser,
            job -> submit(main, job),
            move -> wiring.history().story(move).map(StoryFacts::outcome).orElse(Map.of()));
    Map<String, Object> beans = beans(wiring, inbox, folder);
    RouteCheck.require(
        routes.toAbsolutePath(),
        wiring.components().all().stream().map(Component::name).toList(),
        beans);
    beans.forEach(main::bind);
    wiring.routes().use(main::getCamelContext);
    if (inboxOn) {
      folder.sweep();
    }
    wiring.pulse().start();
    wiring.watches().start();
    start(main, routes);
    return new Pipeline(main, wiring);
  }

  private static void start(Main main, Path routes) {
    try {
      main.start();
    } catch (RuntimeException e) {
      main.stop();
      throw RefusedRoutes.of(e, routes.toAbsolutePath()).<RuntimeException>map(f -> f).orElse(e);
    }
  }

  /** By the names that routes call them. */
  private static Map<String, Object> beans(Wiring wiring, InboxDesk inbox, InboxFolder folder) {
    return Map.ofEntries(
        entry("control", wiring.control().dataSource()),
        entry("worker", wiring.worker()),
        entry("phases", new PhaseRoutes(wiring.spine(), wiring.undo(), wiring.components())),
        entry("preflight", wiring.preflight()),
        entry("copy", wiring.copy()),
        entry("copying", wiring.copying()),
        entry("drain", wiring.drain()),
        entry("snapshot", wiring.snapshot()),
        entry("cutover", wiring.cutover()),
        entry("resume", wiring.resume()),
        entry("undo", wiring.undo()),
        entry("submissions", wiring.submissions()),
        entry("chunks", new ChunkRepository(wiring.manifest(), wiring.held())),
        entry("poll-faults", new PollFaults()),
        entry("findings", Aggregates.concatenated()),
        entry("verdicts", Aggregates.concatenated()),
        entry("tally", Aggregates.counted()),
        entry("retried", (Processor) Pipeline::retried),
        entry("original", new UseOriginalAggregationStrategy(true)),
        entry("inbox", inbox),
        entry("inbox-door", new InboxDoor(folder, Clock.systemUTC())));
  }

  private static void retried(Exchange exchange) {
    Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    LOG.warn(
        "{}: tried again ({}): {}",
        exchange.getFromRouteId(),
        exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER),
        fault == null ? "" : fault.getMessage());
  }

  /** Hands a job in, through the route. */
  public Submitted submit(Job job) {
    return submit(main, job);
  }

  private static Submitted submit(Main main, Job job) {
    return main.getCamelContext()
        .createFluentProducerTemplate()
        .to("direct:submit")
        .withBody(job)
        .request(Submitted.class);
  }

  public Wiring wiring() {
    return wiring;
  }

  /**
   * Leaves held moves at their next chunk's end, waits for that at most {@code limit}, and ends.
   */
  public void stop(Duration limit) {
    settle(limit);
    close();
  }

  /**
   * The first half of {@link #stop}: no move is worked on any more, the control store can still be
   * asked.
   */
  public void settle(Duration limit) {
    wiring.worker().stop();
    Patience patience =
        new Patience(Patience.STEADY, limit, Duration.ofMillis(50), "moves were let go");
    while (!wiring.worker().idle() && patience.again()) {
      // they are left at their next chunk's end
    }
  }

  @Override
  public void close() {
    main.stop();
    wiring.close();
  }
}
