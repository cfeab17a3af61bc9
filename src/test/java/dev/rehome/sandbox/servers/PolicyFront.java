package dev.rehome.sandbox.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A front of an object store that keeps bucket policies and does as {@link Denials} says; all else
 * passes through. It is not AWS, and knows of policies what these tests need: it checks no
 * signature of what it answers itself, lets nobody in by a policy, and has one front end only, in
 * which a change is in force at once, or after {@link #enforceAfter}.
 */
public final class PolicyFront implements AutoCloseable {
  /** What a store may do for a policy: the name of the request that asks for it. */
  public enum Operation {
    GET,
    PUT,
    DELETE
  }

  private record Kept(String policy, Optional<String> before, Instant since) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final PassThrough through;
  private final Map<String, Kept> policies = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger conflicts = new AtomicInteger();
  private volatile Set<Operation> forbidden = Set.of();
  private volatile UnaryOperator<String> shown = policy -> policy;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean enforces = true;

  private PolicyFront(HttpServer server, URI store) {
    this.server = server;
    this.through = new PassThrough(store);
  }

  /** Starts one in front of a store, on a free loopback port. */
  public static PolicyFront of(URI store) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    PolicyFront front = new PolicyFront(server, store);
    server.setExecutor(front.threads);
    server.createContext("/", front::handle);
    server.start();
    return front;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The bucket's policy, as it was put. */
  public Optional<String> policy(String bucket) {
    return Optional.ofNullable(policies.get(bucket)).map(Kept::policy);
  }

  /** The bucket's policy, as an operator sets it; null takes it away. */
  public void set(String bucket, String policy) {
    if (policy == null) {
      policies.remove(bucket);
    } else {
      policies.put(bucket, new Kept(policy, Optional.empty(), Instant.EPOCH));
    }
  }

  /** These are answered with 403 from now on. */
  public void forbid(Set<Operation> operations) {
    forbidden = operations;
  }

  /** So many changes are answered with 409, as if another one were being made. */
  public void conflict(int times) {
    conflicts.set(times);
  }

  /** What becomes of a policy when it is asked for. */
  public void show(UnaryOperator<String> change) {
    shown = change;
  }

  /** For so long after a change the policy from before is in force. */
  public void enforceAfter(Duration time) {
    delay = time;
  }

  /** Keeps policies, and refuses nobody. */
  public void enforceNothing() {
    enforces = false;
  }

  /** What changed policies: {@code PUT bucket} and {@code DELETE bucket}, in their order. */
  public CopyOnWriteArrayList<String> changes() {
    return log;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Requested request = Requested.of(exchange);
      if (request.asks("policy") && request.key().isEmpty()) {
        policy(exchange, request);
      } else if (enforces && denied(request)) {
        refuse(exchange, 403, "AccessDenied", "denied by a bucket's policy");
      } else {
        through.pass(exchange, request);
      }
    }
  }

  private boolean denied(Requested request) {
    return inForce(request.bucket()).map(policy -> Denials.denies(policy, request)).orElse(false);
  }

  private Optional<String> inForce(String bucket) {
    Kept kept = policies.get(bucket);
    if (kept == null) {
      return Optional.empty();
    }
    return Instant.now().isBefore(kept.since.plus(delay)) && !kept.since.equals(Instant.EPOCH)
        ? kept.before
        : Optional.of(kept.policy);
  }

  private void policy(HttpExchange exchange, Requested request) throws IOException {
    Operation operation = Operation.valueOf(exchange.getRequestMethod());
    if (forbidden.contains(operation)) {
      refuse(exchange, 403, "AccessDenied", "not with these keys");
      return;
    }
    if (operation != Operation.GET && conflicts.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      refuse(exchange, 409, "OperationAborted", "another change is being made");
      return;
    }
    switch (operation) {
      case GET -> get(exchange, request.bucket());
      case PUT -> put(exchange, request.bucket());
      case DELETE -> {
        policies.remove(request.bucket());
        log.add("DELETE " + request.bucket());
        exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  private void get(HttpExchange exchange, String bucket) throws IOException {
    Optional<String> policy = policy(bucket);
    if (policy.isEmpty()) {
      refuse(exchange, 404, "NoSuchBucketPolicy", "the bucket has no policy");
    } else {
      answer(exchange, 200, "application/json", shown.apply(policy.get()));
    }
  }

  private void put(HttpExchange exchange, String bucket) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
    String policy = new String(body, StandardCharsets.UTF_8);
    if (md5 != null && !md5.equals(md5(body))) {
      refuse(exchange, 400, "BadDigest", "another Content-MD5 than the body's");
    } else if (body.length > 20 * 1024 || !Denials.wellFormed(policy)) {
      refuse(exchange, 400, "MalformedPolicy", "no policy, or a large one");
    } else {
      policies.put(bucket, new Kept(policy, inForce(bucket), Instant.now()));
      log.add("PUT " + bucket);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static String md5(byte[] body) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    answer(
        exchange,
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    through.close();
  }
}
