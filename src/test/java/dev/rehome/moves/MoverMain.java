package dev.rehome.moves;

import dev.rehome.Assembly;
import dev.rehome.Registry;
import dev.rehome.journal.read.History;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Chunk;
import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Receipt;
import dev.rehome.model.Verdict;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import dev.rehome.pipeline.CamelRoutes;
import dev.rehome.pipeline.Pipeline;
import dev.rehome.pipeline.Wiring;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Settings;
import dev.rehome.settings.SettingsLoader;
import dev.rehome.store.Component;
import dev.rehome.store.OtherStore;
import dev.rehome.store.Plan;
import dev.rehome.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole program in a process of its own, which a test may kill: works on one move until nothing
 * is left to be done for it. Arguments: properties file, move id, and {@code unequal} for a proof
 * that says no, or {@code linger} to stay when the move has ended.
 */
public final class MoverMain {
  /** What it says when it has let go of its move. */
  static final String IDLE = "holds nothing";

  private MoverMain() {}

  public static void main(String[] args) throws InterruptedException {
    Settings settings = new SettingsLoader(Registry.KINDS.all(), Map.of()).load(Path.of(args[0]));
    List<String> wants = List.of(args).subList(2, args.length);
    Wiring wiring = Assembly.wire(settings, Optional.of(args[1]));
    Pipeline pipeline =
        Pipeline.start(
            wants.contains("unequal") ? unequal(settings, wiring, args[1]) : wiring,
            Path.of("routes"),
            (file, content) -> List.of(),
            false);
    boolean working = false;
    while (wants.contains("linger") || !ended(wiring.history(), args[1])) {
      Thread.sleep(50);
      if (working && pipeline.wiring().worker().idle()) {
        System.out.println(IDLE);
      }
      working = !pipeline.wiring().worker().idle();
    }
    pipeline.stop(Duration.ofSeconds(20));
    System.exit(0);
  }

  public static boolean ended(History history, String move) {
    Moved now = history.move(move).orElseThrow();
    return !List.of("running", "paused").contains(now.status()) && !now.cleanUp().equals("pending");
  }

  private static Wiring unequal(Settings settings, Wiring wiring, String move) {
    Component real = wiring.components().named("postgres");
    Component doubting = new OtherStore(real, new Doubting(real.store()));
    return new Wiring(
        Registry.KINDS,
        settings,
        wiring.control(),
        new Components(List.of(doubting), cell -> settings.cell(cell).map(Cell::stores)),
        new CamelRoutes(),
        new Held(),
        Optional.of(move));
  }

  /** Everything is real but the last word: the orders are said to be unequal. */
  private record Doubting(Store real) implements Store {
    @Override
    public List<Finding> problems(Move move) {
      return real.problems(move);
    }

    @Override
    public Plan ahead(Move move) {
      return real.ahead(move);
    }

    @Override
    public Plan plan(Move move) {
      return real.plan(move);
    }

    @Override
    public Receipt copy(Move move, Chunk chunk) {
      return real.copy(move, chunk);
    }

    @Override
    public List<Verdict> check(Move move, List<PlannedCheck> batch) {
      return real.check(move, batch).stream().map(Doubting::doubted).toList();
    }

    private static Verdict doubted(Verdict seen) {
      PlannedCheck check = seen.check();
      boolean doubted = check.name().equals("digest") && check.subject().endsWith(".orders");
      return doubted ? new Verdict(check, false, seen.sourceValue(), "planted") : seen;
    }

    @Override
    public void discard(Move move) {
      real.discard(move);
    }
  }
}
