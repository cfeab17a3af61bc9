package dev.rehome.pipeline;

import dev.rehome.model.Move;
import dev.rehome.phases.Component;
import dev.rehome.phases.Components;
import dev.rehome.phases.Spine;
import dev.rehome.phases.Undo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Turns what the phases decide into names of routes. Bean {@code phases}. */
public final class PhaseRoutes {
  private static final String END = "end";

  private final Spine spine;
  private final Undo undo;
  private final Components components;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  public PhaseRoutes(Spine spine, Undo undo, Components components) {
    this.spine = spine;
    this.undo = undo;
    this.components = components;
  }

  /** Finds out where {@link #next} shall go. */
  public void ask(Move move) {
    answers.put(
        move.applicationName(), spine.next(move).map(step -> route(step.name())).orElse(END));
  }

  /**
   * For a dynamic router: to the route {@code ask}, and to where that was told to go, in turn; null
   * at the end. It never throws: Camel drops what the expression of a router throws, and never ends
   * the exchange (seen with 4.18.0).
   */
  public String next(Move move) {
    String answer = answers.remove(move.applicationName());
    if (answer == null) {
      return route("ask");
    }
    return answer.equals(END) ? null : answer;
  }

  private static String route(String name) {
    return "direct:" + name.toLowerCase(Locale.ROOT);
  }

  /**
   * The routes {@code ACTION-COMPONENT} of a move; for {@code discard} the last component first.
   */
  public String recipients(Move move, String action) {
    List<Component> ordered =
        action.equals("discard") ? components.reversed(move) : components.of(move);
    return ordered.stream()
        .map(component -> "direct:" + action + "-" + component.name())
        .collect(Collectors.joining(","));
  }

  /** The move failed: what becomes of it. */
  public Move decide(Move move, Exception reason) {
    return undo.decide(move, unchecked(reason));
  }

  /** Lets a failure go on to whoever called. */
  @SuppressWarnings("DoNotCallSuggester")
  public void passOn(Exception reason) {
    throw unchecked(reason);
  }

  /** Camel wraps what split and multicast branches throw. */
  private static RuntimeException unchecked(Exception reason) {
    Throwable cause = reason;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel.")) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(String.valueOf(cause.getMessage()), cause);
  }
}
