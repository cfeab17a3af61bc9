package dev.rehome.phases;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.phases.work.Components;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Hook;
import dev.rehome.store.Component;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Components whose source refuses no write: they need the application's drain hook, or the job's
 * consent, which is told for good.
 */
public final class Observed {
  private final Components components;
  private final Function<String, Optional<Cell>> cells;

  public Observed(Components components, Function<String, Optional<Cell>> cells) {
    this.components = components;
    this.cells = cells;
  }

  /** A rehearsal fences nobody, and needs neither. */
  public List<Finding> find(Move move) {
    List<Finding> findings = new ArrayList<>();
    if (move.options().rehearsal()) {
      return findings;
    }
    for (Component component : components.of(move)) {
      if (component.observed(move)) {
        findings.add(finding(move, component.name()));
      }
    }
    for (Hook.Point point : Hook.Point.values()) {
      for (String cell : List.of(move.source(), move.target())) {
        missing(move, point, cell).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Finding finding(Move move, String component) {
    String source = move.source();
    String means = "its source is only observed: a late write is accepted there";
    if (drained(move)) {
      return Finding.note(
          component,
          source,
          means
              + ", but the application's drain hook prevents it; one that is seen undoes the move",
          "see to it that the hook ends only when no write is in flight");
    }
    if (move.options().acceptObserved().contains(component)) {
      return Finding.note(
          component,
          source,
          means
              + ", and no drain hook prevents it; one that is seen before the cutover undoes the"
              + " move, one that comes later stays behind",
          "the job consents to it (accept-observed)");
    }
    return Finding.blocking(
        component,
        source,
        means + ", and no drain hook of the application prevents it",
        "set rehome.cell.%s.hooks.drain.command or .url, or say accept-observed: [%s] in the job"
            .formatted(source, component));
  }

  private boolean drained(Move move) {
    return hook(move.source(), Hook.Point.DRAIN).isPresent();
  }

  /** A program that is not there would be missed when the tenant is fenced already. */
  private Optional<Finding> missing(Move move, Hook.Point point, String cell) {
    boolean called =
        switch (point) {
          case DRAIN -> cell.equals(move.source());
          case SWITCH -> cell.equals(move.target());
          case RESUME -> true;
        };
    return hook(cell, point)
        .filter(hook -> called && hook instanceof Hook.Command)
        .map(hook -> (Hook.Command) hook)
        .filter(command -> command.program().contains("/"))
        .filter(command -> !Files.isExecutable(Path.of(command.program())))
        .map(
            command ->
                Finding.blocking(
                    "rehome",
                    cell + " hook " + point.word(),
                    command.program() + " is not a program that can be started here",
                    "put it there and make it executable, or take rehome.cell.%s.hooks.%s.command out"
                        .formatted(cell, point.word())));
  }

  private Optional<Hook> hook(String cell, Hook.Point point) {
    return cells.apply(cell).flatMap(found -> found.application().hook(point));
  }

  /** What is observed by the job's consent alone, for the move's message; empty for nothing. */
  public String consent(Move move) {
    if (move.options().rehearsal() || drained(move)) {
      return "";
    }
    String names =
        components.of(move).stream()
            .filter(component -> component.observed(move))
            .map(Component::name)
            .filter(move.options().acceptObserved()::contains)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : names + " observed by consent";
  }
}
