package dev.rehome.sandbox.servers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;

/** Sends a request on as it is, the header {@code Host} included, which its signature covers. */
final class PassThrough implements AutoCloseable {
  /** Of one connection, not of the request; Expect has been answered. */
  private static final Set<String> HOPS =
      Set.of("connection", "transfer-encoding", "content-length", "expect", "keep-alive");

  private final HttpHost store;
  private final CloseableHttpClient client =
      HttpClients.custom()
          .disableAutomaticRetries()
          .disableContentCompression()
          .disableCookieManagement()
          .disableRedirectHandling()
          .setMaxConnPerRoute(64)
          .setMaxConnTotal(64)
          .setDefaultRequestConfig(RequestConfig.custom().setNormalizeUri(false).build())
          .build();

  PassThrough(URI store) {
    this.store = new HttpHost(store.getHost(), store.getPort(), store.getScheme());
  }

  void pass(HttpExchange exchange, Requested requested) throws IOException {
    BasicHttpEntityEnclosingRequest request =
        new BasicHttpEntityEnclosingRequest(
            exchange.getRequestMethod(), exchange.getRequestURI().toString());
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      if (!HOPS.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
        header.getValue().forEach(value -> request.addHeader(header.getKey(), value));
      }
    }
    HttpEntity body = body(exchange, requested);
    if (body != null) {
      request.setEntity(body);
    }
    try (CloseableHttpResponse answer = client.execute(store, request)) {
      answer(exchange, answer);
    }
  }

  private static HttpEntity body(HttpExchange exchange, Requested requested) {
    if (!requested.body().isEmpty()) {
      return new ByteArrayEntity(requested.body().getBytes(StandardCharsets.UTF_8));
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length == null
        ? null
        : new InputStreamEntity(exchange.getRequestBody(), Long.parseLong(length));
  }

  private static void answer(HttpExchange exchange, CloseableHttpResponse answer)
      throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    for (Header header : answer.getAllHeaders()) {
      String name = header.getName().toLowerCase(java.util.Locale.ROOT);
      if (!HOPS.contains(name) || (head && name.equals("content-length"))) {
        exchange.getResponseHeaders().add(header.getName(), header.getValue());
      }
    }
    HttpEntity entity = answer.getEntity();
    int status = answer.getStatusLine().getStatusCode();
    if (head || entity == null || entity.getContentLength() == 0) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, Math.max(0, entity.getContentLength()));
    try (InputStream in = entity.getContent()) {
      in.transferTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
