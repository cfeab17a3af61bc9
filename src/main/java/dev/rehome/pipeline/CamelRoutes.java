package dev.rehome.pipeline;

import dev.rehome.store.Routes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;

/** Asks through the routes of a Camel context, from when on it is started. Thread safe. */
public final class CamelRoutes implements Routes {
  private final AtomicReference<Supplier<CamelContext>> camel = new AtomicReference<>(() -> null);

  /** From when on the routes are there: null before. */
  void use(Supplier<CamelContext> context) {
    camel.set(context);
  }

  @Override
  public synchronized void bind(String name, Object bean) {
    CamelContext context = camel.get().get();
    if (context != null && context.getRegistry().lookupByName(name) == null) {
      context.getRegistry().bind(name, bean);
    }
  }

  @Override
  public <T> Optional<T> ask(
      String route, Object body, Map<String, Object> headers, Class<T> answer) {
    CamelContext context = camel.get().get();
    if (context == null || context.getRoute(route) == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          context
              .createFluentProducerTemplate()
              .to("direct:" + route)
              .withHeaders(headers)
              .withBody(body)
              .request(answer));
    } catch (CamelExecutionException e) {
      throw PhaseRoutes.unchecked(e);
    }
  }
}
