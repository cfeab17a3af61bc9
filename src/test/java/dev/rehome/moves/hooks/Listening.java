package dev.rehome.moves.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rehome.moves.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application that is told by URLs, and looks at what its cells accept while it is called. */
public final class Listening implements AutoCloseable {
  static final String TOKEN = "t0ken-of-the-hook";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Integer>> answers = new HashMap<>();
  private final Map<String, Runnable> deeds = new ConcurrentHashMap<>();
  private volatile Scene scene;

  public Listening() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * What was heard, and what a write of acme met at that time.
   *
   * @param what hook and cell, or {@code health}
   */
  record Call(String what, JsonNode body, String atSource, String atTarget, String placement) {}

  /** The settings of both cells' hooks. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (String cell : List.of(Scene.SOURCE, Scene.TARGET)) {
      for (String hook : List.of("drain", "switch", "resume")) {
        settings.put("rehome.cell." + cell + ".hooks." + hook + ".url", url("/" + hook));
      }
    }
    return settings;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path + "?token=" + TOKEN;
  }

  void looksAt(Scene cells) {
    scene = cells;
  }

  /** What the first calls of a path are answered; 204 afterwards. */
  Listening answering(String path, Integer... statuses) {
    answers.put(path, new ArrayDeque<>(List.of(statuses)));
    return this;
  }

  /** What the application does before it answers, e.g. to {@code drain us_east}. */
  public Listening doing(String what, Runnable deed) {
    deeds.put(what, deed);
    return this;
  }

  List<Call> calls() {
    return calls;
  }

  List<String> heard() {
    return calls.stream().map(Call::what).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int status = 500;
    try {
      JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
      String what =
          exchange.getRequestMethod().equals("POST")
              ? body.path("hook").asText() + " " + body.path("cell").asText()
              : "health";
      Scene cells = scene;
      calls.add(
          new Call(
              what,
              body,
              cells == null ? "" : cells.write(Scene.SOURCE, "acme"),
              cells == null ? "" : cells.write(Scene.TARGET, "acme"),
              cells == null ? "" : cells.history().placement("acme").orElse("")));
      deeds.getOrDefault(what, () -> {}).run();
      Integer wanted = answers.getOrDefault(path, new ArrayDeque<>()).poll();
      status = wanted == null ? 204 : wanted;
    } finally {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
