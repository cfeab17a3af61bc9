package dev.rehome.sandbox.servers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request to an object store, with a path-style address, as far as policies are concerned.
 *
 * @param key empty: a request about the bucket
 * @param asks the names in the query
 * @param body of a request to delete many; empty for all others, whose body is not read
 */
record Requested(
    String method, String bucket, String key, Set<String> asks, String agent, String body) {
  private static final Pattern ASKED = Pattern.compile("(?:^|&)([^=&]+)");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  /** Reads what deletes many. */
  static Requested of(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    int slash = path.indexOf('/');
    String query = exchange.getRequestURI().getRawQuery();
    Set<String> asks =
        query == null
            ? Set.of()
            : ASKED.matcher(query).results().map(m -> m.group(1)).collect(Collectors.toSet());
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    String method = exchange.getRequestMethod();
    String body = "";
    if (method.equals("POST") && asks.contains("delete")) {
      body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }
    return new Requested(
        method,
        slash < 0 ? path : path.substring(0, slash),
        slash < 0 ? "" : path.substring(slash + 1),
        asks,
        agent == null ? "" : agent,
        body);
  }

  boolean asks(String name) {
    return asks.contains(name);
  }

  /** What it does, in the words of a policy. */
  String action() {
    String part = asks("tagging") ? "Tagging" : asks("acl") ? "Acl" : "";
    return switch (method) {
      case "PUT" -> "s3:PutObject" + part;
      case "POST" ->
          asks("delete")
              ? "s3:DeleteObject"
              : asks("restore") ? "s3:RestoreObject" : "s3:PutObject";
      case "DELETE" -> asks("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject" + part;
      default -> "s3:GetObject" + part;
    };
  }

  /** What it does it to; empty for a bucket as such. */
  List<String> resources() {
    String bucketArn = "arn:aws:s3:::" + bucket + "/";
    if (!body.isEmpty()) {
      return KEY.matcher(body).results().map(m -> bucketArn + m.group(1)).toList();
    }
    return key.isEmpty() ? List.of() : List.of(bucketArn + key);
  }
}
