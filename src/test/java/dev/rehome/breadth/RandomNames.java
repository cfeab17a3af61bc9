package dev.rehome.breadth;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Identifiers that nobody would choose, each once. */
final class RandomNames {
  private static final List<String> PIECES =
      List.of(
          "a", "B", "id", "select", "table", "user", "tenant", " ", "\"", "'", ";", "--", "/*",
          "$1$", "\\", ".", "\n", "\t", "%s", "?", "{id}", "ä", "ß", "日本", "😀", "_", "0", "()",
          ":x", ",");

  private static final int BYTES_MAX = 63;

  private final Random random;
  private final Set<String> taken = new HashSet<>();

  RandomNames(Random random) {
    this.random = random;
  }

  /** A name of 1 to 63 bytes of UTF-8 that was not given before. */
  String next() {
    while (true) {
      StringBuilder name = new StringBuilder();
      int pieces = random.nextInt(12) == 0 ? 60 : 1 + random.nextInt(5);
      for (int i = 0; i < pieces; i++) {
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        if ((name + piece).getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX) {
          name.append(piece);
        }
      }
      // no index or sequence that the server names itself shall meet another's name
      if (taken.add(name.toString())) {
        return name.toString();
      }
    }
  }
}
