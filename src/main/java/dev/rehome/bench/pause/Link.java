package dev.rehome.bench.pause;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A network in front of one PostgreSQL, which delays each byte each way, however many are on their
 * way, and notes each request that somebody waits for. Thread safe.
 */
public final class Link implements AutoCloseable {
  private static final int PIECES_UNDER_WAY_MAX = 4_096;

  private final int server;
  private final long delay;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new ArrayList<>();

  /**
   * What a session waits for once.
   *
   * @param at by {@link System#nanoTime}
   * @param text of its statement, or of as much as is known
   */
  public record Request(long at, String text) {}

  /** Bytes that arrive at a time; none for the end. */
  private record Piece(long due, String bytes) {
    Piece(long due, byte[] from, int length) {
      this(due, new String(from, 0, length, ISO_8859_1));
    }

    boolean last() {
      return bytes.isEmpty();
    }
  }

  private Link(int server, Duration delay, ServerSocket listener) {
    this.server = server;
    this.delay = delay.toNanos();
    this.listener = listener;
  }

  /**
   * A link to a loopback port.
   *
   * @param delay each way
   */
  public static Link to(int server, Duration delay) throws IOException {
    Link link = new Link(server, delay, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    daemon(link::accept);
    return link;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** All requests so far between two times of {@link System#nanoTime}, in their order. */
  public List<Request> between(long from, long to) {
    synchronized (requests) {
      return requests.stream().filter(r -> r.at - from >= 0 && to - r.at >= 0).toList();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        open.add(client);
        open.add(upstream);
        Requests seen = new Requests(this::note);
        way(client, upstream, seen);
        way(upstream, client, new Requests(text -> {}));
      } catch (IOException e) {
        // closed, or the server is not there: the client sees a broken connection
      }
    }
  }

  private void note(String text) {
    synchronized (requests) {
      requests.add(new Request(System.nanoTime(), text));
    }
  }

  private void way(Socket from, Socket to, Requests seen) {
    BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES_UNDER_WAY_MAX);
    daemon(() -> take(from, pieces, seen));
    daemon(() -> give(pieces, to, from));
  }

  private void take(Socket from, BlockingQueue<Piece> pieces, Requests seen) {
    byte[] buffer = new byte[64 << 10];
    try {
      for (int n = read(from, buffer); n > 0; n = read(from, buffer)) {
        pieces.put(new Piece(System.nanoTime() + delay, buffer, n));
        seen.read(buffer, n);
      }
      pieces.put(new Piece(System.nanoTime() + delay, buffer, 0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int read(Socket from, byte[] buffer) {
    try {
      return from.getInputStream().read(buffer);
    } catch (IOException broken) {
      return -1;
    }
  }

  private void give(BlockingQueue<Piece> pieces, Socket to, Socket from) {
    try {
      for (Piece piece = pieces.take(); !piece.last(); piece = pieces.take()) {
        for (long left = piece.due - System.nanoTime(); left > 0; ) {
          LockSupport.parkNanos(left);
          left = piece.due - System.nanoTime();
        }
        to.getOutputStream().write(piece.bytes.getBytes(ISO_8859_1));
      }
    } catch (IOException broken) {
      // what is on its way is lost
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(to);
      end(from);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // nothing is left to close
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "link");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    List.copyOf(open).forEach(this::end);
  }
}
