package dev.rehome;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Runs another main in a JVM that ends when its parent does: the parent holds the other end of
 * standard input. The first argument is the class.
 */
public final class Tethered {
  private Tethered() {}

  public static void main(String[] args) throws Exception {
    Thread tether = new Thread(Tethered::awaitTheParentsEnd, "tether");
    tether.setDaemon(true);
    tether.start();
    Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void awaitTheParentsEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // as good as the end
    }
    Runtime.getRuntime().halt(1);
  }
}
