package dev.rehome.moves;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network that a test can cut, cut for good, or let stall, in front of one server. */
public final class TcpProxy implements AutoCloseable {
  private final int server;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean down;
  private volatile boolean stalled;
  private volatile List<String> texts = List.of();
  private volatile boolean deliver;
  private volatile String lastText = "";

  private TcpProxy(int server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  public static TcpProxy to(int server) throws IOException {
    TcpProxy proxy =
        new TcpProxy(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    daemon(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Every connection breaks; new ones are let through. */
  public void cut() {
    cuts.incrementAndGet();
    open.forEach(TcpProxy::close);
  }

  /** How often connections were cut by a call or by a text. */
  public int cuts() {
    return cuts.get();
  }

  /** Every connection breaks, and none is made. */
  public void down() {
    down = true;
    cut();
  }

  /** Connections can be made again. */
  public void up() {
    down = false;
    stalled = false;
  }

  /** Nothing passes any more, and nothing breaks. */
  public void stall() {
    stalled = true;
  }

  /** Nothing passes any more from this text on, whose connection does not carry it either. */
  public void stallAt(String text) {
    lastText = text;
  }

  /**
   * Goes down once these texts have passed towards the server, in this order, in one connection.
   *
   * @param deliver whether the last of them still arrives; its answer does not
   */
  public void downAt(boolean deliver, String... texts) {
    this.deliver = deliver;
    this.texts = List.of(texts);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (down) {
          close(client);
          continue;
        }
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(client);
        open.add(upstream);
        daemon(() -> forward(client, upstream, true));
        daemon(() -> forward(upstream, client, false));
      } catch (IOException e) {
        // closed, or the server is not there: the client sees a broken connection
      }
    }
  }

  private void forward(Socket from, Socket to, boolean watched) {
    byte[] buffer = new byte[16 << 10];
    int seen = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (watched && !lastText.isEmpty() && has(buffer, n, lastText)) {
          lastText = "";
          stalled = true;
        }
        while (stalled) {
          Thread.sleep(10);
        }
        List<String> wanted = texts;
        while (watched && seen < wanted.size() && has(buffer, n, wanted.get(seen))) {
          seen++;
        }
        if (watched && !wanted.isEmpty() && seen == wanted.size()) {
          fall(out, buffer, n);
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException broken) {
      // both ends are closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void fall(OutputStream out, byte[] buffer, int n)
      throws IOException, InterruptedException {
    texts = List.of();
    stalled = true;
    if (deliver) {
      out.write(buffer, 0, n);
      Thread.sleep(300);
    }
    down();
    stalled = false;
  }

  private static boolean has(byte[] buffer, int n, String text) {
    return new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains(text);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // nothing is left to close
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
