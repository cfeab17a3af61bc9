package dev.rehome.wire;

import dev.rehome.wire.Passage.Middle;
import dev.rehome.wire.WireFault.Broken;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One client's connection: request after request, each by a new connection to the store. */
final class Connection implements Runnable {
  private final Wire wire;
  private final Socket client;

  Connection(Wire wire, Socket client) {
    this.wire = wire;
    this.client = client;
  }

  @Override
  public void run() {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(client.getOutputStream());
      boolean more = true;
      while (more) {
        Optional<Head> head = Head.read(in);
        more = head.isPresent() && request(head.get(), in, out);
      }
    } catch (IOException broken) {
      // the client sees a broken connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      wire.closed(client);
    }
  }

  private boolean request(Head head, InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    Call call = Call.of(head.word(0), head.word(1), head);
    Optional<WireFault> fault = wire.begins(call);
    try {
      TimeUnit.MILLISECONDS.sleep(wire.delayMillis());
      if (fault.equals(Optional.of(Broken.SILENCE))) {
        in.transferTo(OutputStream.nullOutputStream());
        return false;
      }
      if (head.value("Expect").isPresent()) {
        new Head("HTTP/1.1 100 Continue", List.of()).write(out);
      }
      if (fault.isPresent() && fault.get() instanceof WireFault.Refused refused) {
        return refuse(refused, head, in, out);
      }
      return passed(wire.passing(call, head), fault.map(Broken.class::cast), in, out);
    } finally {
      wire.ends();
    }
  }

  private boolean passed(Head head, Optional<Broken> fault, InputStream in, OutputStream out)
      throws IOException {
    Socket store = wire.connect();
    try (store) {
      OutputStream there = new BufferedOutputStream(store.getOutputStream());
      InputStream back = new BufferedInputStream(store.getInputStream());
      head.without("Expect").write(there);
      if (head.chunked() || head.length() > 0) {
        new Passage(in, there, ofRequest(fault)).pass(head);
      }
      if (fault.equals(Optional.of(Broken.REQUEST_CUT))) {
        throw new IOException("nothing was there to be cut");
      }
      Head answer = Head.read(back).orElseThrow(() -> new IOException("no answer"));
      if (fault.equals(Optional.of(Broken.ANSWER_LOST))) {
        client.setSoLinger(true, 0);
        return false;
      }
      answer.write(out);
      return body(head, answer, new Passage(back, out, ofAnswer(fault)));
    } catch (Passage.Ended wanted) {
      if (fault.equals(Optional.of(Broken.REQUEST_CUT))) {
        client.setSoLinger(true, 0);
      }
      return false;
    } finally {
      wire.closed(store);
    }
  }

  private static Middle ofRequest(Optional<Broken> fault) {
    return switch (fault.orElse(Broken.ANSWER_LOST)) {
      case REQUEST_CORRUPTED -> Middle.TURNS_A_BIT;
      case REQUEST_CUT -> Middle.ENDS;
      case ANSWER_CORRUPTED, ANSWER_TRUNCATED, ANSWER_LOST, SILENCE -> Middle.NOTHING;
    };
  }

  private static Middle ofAnswer(Optional<Broken> fault) {
    return switch (fault.orElse(Broken.ANSWER_LOST)) {
      case ANSWER_CORRUPTED -> Middle.TURNS_A_BIT;
      case ANSWER_TRUNCATED -> Middle.ENDS;
      case REQUEST_CORRUPTED, REQUEST_CUT, ANSWER_LOST, SILENCE -> Middle.NOTHING;
    };
  }

  /** Whether the connection may go on. */
  private static boolean body(Head request, Head answer, Passage passage) throws IOException {
    String status = answer.word(1);
    boolean none = request.word(0).equals("HEAD") || status.equals("204") || status.equals("304");
    if (none) {
      return true;
    }
    if (answer.chunked() || answer.length() >= 0) {
      passage.pass(answer);
      return true;
    }
    passage.rest();
    return false;
  }

  private static boolean refuse(
      WireFault.Refused refused, Head request, InputStream in, OutputStream out)
      throws IOException {
    if (request.chunked() || request.length() > 0) {
      new Passage(in, OutputStream.nullOutputStream(), Middle.NOTHING).pass(request);
    }
    byte[] body =
        "<Error><Code>%s</Code><Message>planted</Message></Error>"
            .formatted(refused.code())
            .getBytes(StandardCharsets.UTF_8);
    new Head(
            "HTTP/1.1 " + refused.status() + " Planted",
            List.of("Content-Type: application/xml", "Content-Length: " + body.length))
        .write(out);
    if (!request.word(0).equals("HEAD")) {
      out.write(body);
      out.flush();
    }
    return true;
  }
}
