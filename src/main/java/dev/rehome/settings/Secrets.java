package dev.rehome.settings;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Our secrets, to be taken out of what others say. */
public final class Secrets {
  /** A shorter one would mask half of every sentence. */
  private static final int SHORTEST = 4;

  private final List<String> all;

  private Secrets(List<String> all) {
    this.all = all;
  }

  /** Those of the control store and of cells. */
  public static Secrets of(Settings settings, String... cells) {
    return new Secrets(
        Stream.concat(
                Stream.of(settings.control().password()),
                Stream.of(cells).map(settings::cell).flatMap(Optional::stream).flatMap(Secrets::of))
            .filter(secret -> secret.length() >= SHORTEST)
            .sorted(Comparator.comparing(String::length).reversed())
            .toList());
  }

  private static Stream<String> of(Cell cell) {
    Stream<String> parts = cell.parts().stream().flatMap(CellPart::secrets);
    Stream<String> others = cell.other().values().stream();
    Stream<URI> hooks =
        cell.application().hooks().values().stream()
            .flatMap(hook -> hook instanceof Hook.Url url ? Stream.of(url.url()) : Stream.empty());
    Stream<String> urls =
        Stream.concat(hooks, cell.application().healthUrls().stream()).flatMap(Secrets::parts);
    return Stream.of(parts, others, urls).flatMap(some -> some);
  }

  /** The whole address, and what may carry a token. */
  private static Stream<String> parts(URI url) {
    return Stream.of(url.toString(), url.getRawQuery(), url.getRawPath())
        .filter(java.util.Objects::nonNull);
  }

  /** The text without them. */
  public String masked(String text) {
    String masked = text;
    for (String secret : all) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }
}
