package dev.rehome.pipeline;

import dev.rehome.hooks.Web;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;

/** Calls a URL through the route {@code hooks}. Without a started pipeline there is no answer. */
final class HttpRoute implements Web {
  private static final String ROUTE = "direct:hooks";
  private static final long STEP_MILLIS = 30_000;
  private static final String JSON = "application/json";

  private final AtomicReference<Supplier<CamelContext>> camel = new AtomicReference<>(() -> null);

  /** From when on the routes are there: null before. */
  void use(Supplier<CamelContext> context) {
    camel.set(context);
  }

  @Override
  public int call(URI url, Optional<String> body, Duration limit) throws IOException {
    CamelContext context = camel.get().get();
    if (context == null) {
      throw new IOException("the routes are not started");
    }
    Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
    exchange
        .getIn()
        .setHeaders(
            Map.of(
                "hook-url",
                url.toString(),
                "hook-method",
                body.isPresent() ? "POST" : "GET",
                "hook-type",
                JSON,
                "hook-millis",
                clientMillis(limit)));
    exchange.getIn().setBody(body.orElse(null));
    try (ProducerTemplate template = context.createProducerTemplate()) {
      return status(await(template.asyncSend(ROUTE, exchange), limit));
    }
  }

  /** How long the client waits if nobody does any more: few different values, a client for each. */
  private static long clientMillis(Duration limit) {
    return (limit.toMillis() / STEP_MILLIS + 1) * STEP_MILLIS;
  }

  private static Exchange await(Future<Exchange> answer, Duration limit) throws IOException {
    try {
      return answer.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("none in %.1f s".formatted(limit.toMillis() / 1000.0));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getClass().getSimpleName());
    }
  }

  /** What Camel and its client say of a failure may hold the whole URL: only its kind is told. */
  private static int status(Exchange exchange) throws IOException {
    Throwable failure = exchange.getException();
    if (failure != null) {
      while (failure.getCause() != null) {
        failure = failure.getCause();
      }
      throw new IOException(failure.getClass().getSimpleName());
    }
    return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
  }
}
