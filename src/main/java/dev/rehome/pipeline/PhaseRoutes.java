package dev.rehome.pipeline;

import dev.rehome.model.Move;
import dev.rehome.model.Reason;
import dev.rehome.phases.Spine;
import dev.rehome.phases.Step;
import dev.rehome.phases.Undo;
import dev.rehome.phases.work.Components;
import dev.rehome.store.Component;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns what the phases decide into names of routes. Bean {@code phases}. */
public final class PhaseRoutes {
  private final Spine spine;
  private final Undo undo;
  private final Components components;

  public PhaseRoutes(Spine spine, Undo undo, Components components) {
    this.spine = spine;
    this.undo = undo;
    this.components = components;
  }

  /**
   * For a dynamic router: the route of the next step, null at the end. Camel loses an exchange
   * whose router throws, for good and with it the move; so what is wrong is found again, and
   * thrown, in the route {@code look-again}.
   */
  public String next(Move move) {
    try {
      return spine
          .next(move)
          .map(step -> "direct:" + step.name().toLowerCase(Locale.ROOT))
          .orElse(null);
    } catch (RuntimeException thrownAgainThere) {
      return "direct:look-again";
    }
  }

  /** Only looks; what is wrong is thrown. */
  public Move look(Move move) {
    Optional<Step> unused = spine.next(move);
    return move;
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
  static RuntimeException unchecked(Exception reason) {
    Throwable cause = reason;
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.camel.")) {
      cause = cause.getCause();
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(Reason.of(cause), cause);
  }
}
