package dev.rehome.pipeline;

import dev.rehome.model.Move;
import dev.rehome.model.Stopped;
import dev.rehome.phases.Spine;
import dev.rehome.phases.work.Held;
import dev.rehome.phases.work.Standstills;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * In front of every step of every route: nothing begins in a suspended route, nor in what it has
 * called, until it is resumed. Who waits obeys the orders to end: a rollback, a pause that has
 * passed its limit, a lost lease, a stop. A move that is being undone, or whose guard has no
 * deadline any more, waits only for the route that it is in, so that suspending one that called it
 * keeps nobody's tenant fenced.
 */
final class Gate implements InterceptStrategy {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final SuspendedRoutes suspended;
  private final Held held;
  private final Spine spine;
  private final Standstills standstills;

  Gate(SuspendedRoutes suspended, Held held, Spine spine, Standstills standstills) {
    this.suspended = suspended;
    this.held = held;
    this.spine = spine;
    this.standstills = standstills;
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    return handlesAFailure(step) ? target : new Gated(target);
  }

  /** Such steps are short, and what has ended at a gate must not wait at the next one. */
  private static boolean handlesAFailure(NamedNode step) {
    for (NamedNode node = step; node != null; node = node.getParent()) {
      if (node.getShortName().equals("doCatch")) {
        return true;
      }
    }
    return false;
  }

  private final class Gated extends DelegateAsyncProcessor {
    Gated(Processor step) {
      super(step);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      try {
        pass(exchange);
      } catch (RuntimeException order) {
        exchange.setException(order);
        callback.done(true);
        return true;
      }
      return super.process(exchange, callback);
    }
  }

  private void pass(Exchange exchange) {
    Optional<String> closed = closed(exchange);
    if (closed.isEmpty()) {
      return;
    }
    Optional<Move> move = move(exchange);
    move.ifPresent(waits -> standstills.begin(waits.id(), closed.get()));
    try {
      awaitOpen(exchange, move);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped("interrupted while the route " + closed.get() + " was suspended");
    } finally {
      move.ifPresent(waits -> standstills.end(waits.id(), closed.get()));
    }
  }

  private void awaitOpen(Exchange exchange, Optional<Move> move) throws InterruptedException {
    while (closed(exchange).isPresent()) {
      if (exchange.getContext().isStopping()) {
        throw new Stopped("the process is ending");
      }
      move.ifPresent(spine::leave);
      suspended.await(LOOK_AGAIN);
    }
  }

  private Optional<String> closed(Exchange exchange) {
    List<String> trail = RouteTrail.of(exchange);
    boolean hurries = move(exchange).filter(move -> held.hurries(move.id())).isPresent();
    return suspended.anyOf(
        hurries && !trail.isEmpty() ? List.of(trail.get(trail.size() - 1)) : trail);
  }

  private static Optional<Move> move(Exchange exchange) {
    return Optional.ofNullable(exchange.getProperty("move", Move.class));
  }
}
