package dev.rehome.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.impl.DefaultCamelContext;

/** Camel's functions in values of settings: {@code {{env:NAME}}}, {@code {{sys:NAME}}}, secrets. */
public final class Placeholders {
  private Placeholders() {}

  /**
   * What the text stands for. Each call starts a context of its own, so call it only for texts that
   * hold a function.
   *
   * @throws IllegalArgumentException when a function has no value; the message may hold the text
   */
  public static String resolve(String text) {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      context.start();
      return context.resolvePropertyPlaceholders(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
