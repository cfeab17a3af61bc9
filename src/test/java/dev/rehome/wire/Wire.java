package dev.rehome.wire;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The network in front of an object store: notes every request, and lets happen to it what a test
 * has armed. Requests go on as they came, so that the store's check of signatures holds. Thread
 * safe.
 */
public final class Wire implements AutoCloseable {
  private final URI store;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Noted> noted = new CopyOnWriteArrayList<>();
  private final List<Armed> armed = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Map<String, String> stripped = new ConcurrentHashMap<>();
  private volatile int delayMillis;

  /**
   * A request that came.
   *
   * @param together how many were under way when it came, itself included
   * @param met what happened to it
   */
  public record Noted(Call call, int together, Optional<WireFault> met) {}

  private record Armed(WireFault fault, Predicate<Call> where, AtomicInteger left) {
    boolean meets(Call call) {
      return where.test(call) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
  }

  private Wire(URI store, ServerSocket listener) {
    this.store = store;
    this.listener = listener;
  }

  /** A wire to a store. */
  public static Wire to(URI store) {
    try {
      Wire wire = new Wire(store, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      daemon(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients find the store by this wire. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** The next requests of this kind meet a fault; so many of them. */
  public void arm(WireFault fault, int times, Predicate<Call> where) {
    armed.add(new Armed(fault, where, new AtomicInteger(times)));
  }

  /** The next of this operation meets a fault. */
  public void arm(WireFault fault, String operation) {
    arm(fault, 1, call -> call.is(operation));
  }

  /** Nothing happens any more. */
  public void disarm() {
    armed.clear();
  }

  /**
   * The store does not get this field of an operation's head, as if it took no notice of it. For
   * stores that check no signature.
   */
  public void strip(String operation, String field) {
    stripped.put(operation, field);
  }

  /** The head as it goes on to the store. */
  Head passing(Call call, Head head) {
    String field = stripped.get(call.operation());
    return field == null ? head : head.without(field);
  }

  /** Each request takes so much longer. */
  public void delay(int millis) {
    delayMillis = millis;
  }

  /** All that came, in order. */
  public List<Noted> noted() {
    return List.copyOf(noted);
  }

  /** How many requests have met a fault. */
  public long met() {
    return noted.stream().filter(n -> n.met().isPresent()).count();
  }

  /** How often this operation was asked for. */
  public long count(String operation) {
    return noted.stream().filter(n -> n.call().is(operation)).count();
  }

  /** How often each key was asked for by one of these operations. */
  public Map<String, Integer> keys(String... operations) {
    Map<String, Integer> keys = new TreeMap<>();
    noted.stream()
        .filter(n -> List.of(operations).contains(n.call().operation()))
        .forEach(n -> keys.merge(n.call().key(), 1, Integer::sum));
    return keys;
  }

  /** Waits until all that clients which have ended had asked for is done. */
  public void settle() {
    await().atMost(Duration.ofSeconds(20)).until(open::isEmpty);
  }

  /** Forgets what came. */
  public void forget() {
    noted.clear();
  }

  /** A request begins; what happens to it. */
  Optional<WireFault> begins(Call call) {
    int together = underWay.incrementAndGet();
    Optional<WireFault> fault =
        armed.stream().filter(a -> a.meets(call)).map(Armed::fault).findFirst();
    noted.add(new Noted(call, together, fault));
    return fault;
  }

  void ends() {
    underWay.decrementAndGet();
  }

  int delayMillis() {
    return delayMillis;
  }

  /** A new connection to the store. */
  Socket connect() throws IOException {
    Socket socket = new Socket(store.getHost(), store.getPort());
    open.add(socket);
    return socket;
  }

  void closed(Socket socket) {
    open.remove(socket);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        daemon(new Connection(this, client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
