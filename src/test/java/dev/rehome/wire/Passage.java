package dev.rehome.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body on its way from one side to the other, a buffer at a time. */
final class Passage {
  /** What happens in the middle of it. */
  enum Middle {
    NOTHING,
    TURNS_A_BIT,
    ENDS
  }

  /** It was ended in the middle, as was wanted. */
  static final class Ended extends IOException {
    private static final long serialVersionUID = 1L;

    Ended() {
      super("ended in the middle");
    }
  }

  private final InputStream in;
  private final OutputStream out;
  private final Middle middle;
  private boolean happened;
  private final byte[] buffer = new byte[16 << 10];

  Passage(InputStream in, OutputStream out, Middle middle) {
    this.in = in;
    this.out = out;
    this.middle = middle;
  }

  /** Passes the body that follows a head which has one. */
  void pass(Head head) throws IOException {
    if (head.chunked()) {
      chunks();
    } else {
      counted(head.length());
    }
    out.flush();
  }

  /** Passes all until the end of the connection. */
  void rest() throws IOException {
    in.transferTo(out);
    out.flush();
  }

  private void chunks() throws IOException {
    while (true) {
      String size = Head.some(in);
      line(size);
      long bytes = Long.parseLong(size.split(";", -1)[0].strip(), 16);
      if (bytes == 0) {
        break;
      }
      counted(bytes);
      line(Head.some(in));
    }
    String trailer;
    do {
      trailer = Head.some(in);
      line(trailer);
    } while (!trailer.isEmpty());
  }

  private void line(String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private void counted(long bytes) throws IOException {
    long half = bytes / 2;
    for (long done = 0; done < bytes; ) {
      int wanted = (int) Math.min(buffer.length, done < half ? half - done : bytes - done);
      int read = in.read(buffer, 0, wanted);
      if (read < 0) {
        throw new EOFException("the connection ended in a body");
      }
      if (done == half && !happened) {
        happened = true;
        happen();
      }
      out.write(buffer, 0, read);
      done += read;
    }
  }

  private void happen() throws IOException {
    if (middle == Middle.TURNS_A_BIT) {
      buffer[0] ^= 1;
    } else if (middle == Middle.ENDS) {
      out.flush();
      throw new Ended();
    }
  }
}
