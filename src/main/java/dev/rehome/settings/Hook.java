package dev.rehome.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** What tells the application about a move: a URL or a program. */
public sealed interface Hook {
  /** When it is called. */
  enum Point {
    /** Stop writing for the tenant at the source; done when no write is in flight. */
    DRAIN,
    /** The placement has changed: read it again. Writes are still refused on both sides. */
    SWITCH,
    /** The cell takes the tenant's writes. */
    RESUME;

    /** As settings and hooks name it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A POST goes there.
   *
   * @param url may carry a token, so that {@link #toString} shows scheme and host alone
   */
  record Url(URI url) implements Hook {
    @Override
    public String toString() {
      return shown(url);
    }
  }

  /**
   * A program, started without a shell.
   *
   * @param words the program and its arguments, which may be secrets
   */
  record Command(List<String> words) implements Hook {
    public Command {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a command must name a program, got nothing");
      }
    }

    public String program() {
      return words.get(0);
    }

    /** The program's name alone. */
    @Override
    public String toString() {
      return String.valueOf(Path.of(program()).getFileName());
    }
  }

  /** A URL as people may see it. */
  static String shown(URI url) {
    return url.getScheme() + "://" + url.getHost();
  }
}
