package dev.rehome.phases;

import dev.rehome.journal.Note;
import dev.rehome.journal.Roster;
import dev.rehome.journal.door.Journal;
import dev.rehome.model.FailPoint;
import dev.rehome.model.Finding;
import dev.rehome.model.Findings;
import dev.rehome.model.Mark;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.Phase;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import dev.rehome.settings.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything that could stop the move is found before anything changes. */
public final class Preflight {
  private final Journal journal;
  private final Held held;
  private final Components components;
  private final NotMoved notMoved;
  private final Observed observed;
  private final Limits limits;
  private final EachComponent looked = new EachComponent();

  public Preflight(
      Journal journal,
      Held held,
      Components components,
      NotMoved notMoved,
      Observed observed,
      Limits limits) {
    this.limits = limits;
    this.observed = observed;
    this.journal = journal;
    this.held = held;
    this.components = components;
    this.notMoved = notMoved;
  }

  /** Journals the intent. */
  public Move begin(Move move) {
    Move begun = journal.advance(held.move(move.id()), Phase.PREFLIGHT, Mark.INTENT, Note.NONE);
    looked.forget(begun);
    FailPoint.PREFLIGHT_INTENT.reached();
    return begun;
  }

  /** What one component finds; nothing is changed. */
  public List<Finding> find(Move move, String component) {
    return held.work(
        move.id(),
        now -> {
          List<Finding> found = components.named(component).store().problems(now);
          looked.add(now, component);
          return found;
        });
  }

  /** What all components find; for a plan, without a journal. */
  public List<Finding> findAll(Move move) {
    List<Finding> all = new ArrayList<>(partial(move));
    components.of(move).forEach(component -> all.addAll(component.store().problems(move)));
    return all;
  }

  private List<Finding> partial(Move move) {
    if (components.of(move).isEmpty()) {
      return List.of(
          Finding.blocking(
              "rehome",
              move.source(),
              "the cell has no store that could be moved",
              "set rehome.cell.%s.STORE.* for one of %s"
                  .formatted(
                      move.source(),
                      components.all().stream().map(component -> component.name()).toList())));
    }
    List<Finding> findings = new ArrayList<>(notMoved.find(move));
    findings.addAll(observed.find(move));
    longDrain(move).ifPresent(findings::add);
    return findings;
  }

  /** What the settings may not say, a job may not either. */
  private Optional<Finding> longDrain(Move move) {
    int drain = move.options().drainTimeoutSeconds().orElse(0);
    if (move.options().rehearsal() || drain <= limits.fenceLeaseSeconds()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.blocking(
            "rehome",
            move.source(),
            "drain-timeout-seconds of the job is %d, and rehome.fence-lease-seconds is %d: the fence could lapse while the move still drains"
                .formatted(drain, limits.fenceLeaseSeconds()),
            "ask for %1$d at most, or set rehome.fence-lease-seconds to %2$d at least"
                .formatted(limits.fenceLeaseSeconds(), drain)));
  }

  /**
   * Refuses the move when a finding blocks, every finding listed; else journals the end, with the
   * names of the move's components.
   *
   * @throws MoveFailed when one of them was not looked at
   */
  public Move conclude(Move move, List<Finding> findings) {
    List<Finding> all = new ArrayList<>(partial(move));
    all.addAll(findings);
    Move now = held.move(move.id());
    if (all.stream().anyMatch(Finding::blocks)) {
      return journal.refuse(now, lines(all, true));
    }
    looked.require(now, components.names(now), "preflight.camel.yaml does not look at it");
    Move durable =
        journal.advance(
            now, Phase.PREFLIGHT, Mark.DURABLE, Roster.note(told(now, all), components.names(now)));
    FailPoint.PREFLIGHT_DURABLE.reached();
    return durable;
  }

  /** The notes, and at their head whom the move means: jobs come by doors where nobody looks on. */
  private String told(Move move, List<Finding> findings) {
    String whose = move.tenant().meant("", move.source(), rowsHeld(move));
    String notes = lines(findings, false);
    return notes.isEmpty() ? whose : whose + "\n" + notes;
  }

  /** How much the source holds of the tenant, in the words of those components that can say. */
  public String rowsHeld(Move move) {
    return components.of(move).stream()
        .map(component -> component.held(move))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String lines(List<Finding> findings, boolean blocking) {
    return Findings.grouped(findings).stream()
        .filter(finding -> finding.blocks() == blocking)
        .map(Finding::line)
        .collect(Collectors.joining("\n"));
  }
}
