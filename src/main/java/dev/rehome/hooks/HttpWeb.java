package dev.rehome.hooks;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Calls a URL by the JDK's client. Thread safe. */
public final class HttpWeb implements Web {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  private HttpClient client;

  /** Made when it is needed first: most moves call nobody. */
  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_MAX)
              .followRedirects(HttpClient.Redirect.NEVER)
              .version(HttpClient.Version.HTTP_1_1)
              .build();
    }
    return client;
  }

  @Override
  public int call(URI url, Optional<String> body, Duration limit) throws IOException {
    HttpRequest.Builder request = request(url).header("User-Agent", "rehome").timeout(limit);
    body.ifPresentOrElse(
        json ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)),
        request::GET);
    CompletableFuture<Integer> status =
        client()
            .sendAsync(request.build(), BodyHandlers.discarding())
            .thenApply(answer -> answer.statusCode());
    try {
      return status.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      status.cancel(true);
      throw late(limit);
    } catch (InterruptedException e) {
      status.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } catch (ExecutionException e) {
      throw told(e.getCause(), limit);
    }
  }

  private static HttpRequest.Builder request(URI url) throws IOException {
    try {
      return HttpRequest.newBuilder(url);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no URL that can be called");
    }
  }

  /** What a client says of a failure may hold the whole URL: it is told in our words. */
  private static IOException told(Throwable failure, Duration limit) {
    if (failure instanceof HttpConnectTimeoutException) {
      return new IOException("no connection in " + CONNECT_MAX.toSeconds() + " s");
    }
    if (failure instanceof HttpTimeoutException) {
      return late(limit);
    }
    if (failure instanceof ConnectException) {
      return new IOException("nobody listens there, or its host is not known");
    }
    return new IOException(
        failure instanceof SSLException ? "TLS failed with it" : "the connection broke");
  }

  private static IOException late(Duration limit) {
    return new IOException("none in %.1f s".formatted(limit.toMillis() / 1000.0));
  }
}
