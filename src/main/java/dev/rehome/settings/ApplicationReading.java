package dev.rehome.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.StringTokenizer;
import org.apache.commons.text.matcher.StringMatcherFactory;

/** The {@code hooks.*}, {@code health-urls} and {@code query-tests} settings of one cell. */
final class ApplicationReading {
  private static final String URL =
      "must be http://HOST or https://HOST, with whatever follows, without a login in it";

  private final Reading reading;
  private final String prefix;
  private final Path directory;

  /**
   * @param prefix of the keys, e.g. {@code rehome.cell.us_east.}
   * @param directory that programs with a slash, and the folder, are relative to
   */
  ApplicationReading(Reading reading, String prefix, Path directory) {
    this.reading = reading;
    this.prefix = prefix;
    this.directory = directory;
  }

  ApplicationCell application() {
    Map<Hook.Point, Hook> hooks = new EnumMap<>(Hook.Point.class);
    for (Hook.Point point : Hook.Point.values()) {
      hook(prefix + "hooks." + point.word()).ifPresent(hook -> hooks.put(point, hook));
    }
    return new ApplicationCell(hooks, healthUrls(), queryTests());
  }

  private Optional<Hook> hook(String key) {
    Optional<Given> url = reading.given(key + ".url");
    Optional<Given> command = reading.given(key + ".command");
    if (url.isPresent() && command.isPresent()) {
      reading.fault(
          "%s: %s.url and %s.command are both given; keep one"
              .formatted(command.get().where(), key, key));
    }
    return url.isPresent()
        ? url.flatMap(given -> url(given, given.value())).map(Hook.Url::new)
        : command.flatMap(this::command);
  }

  private Optional<URI> url(Given given, String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // told below
    }
    reading.fault(given, URL);
    return Optional.empty();
  }

  /** Blanks part the words; what is in quotes, single or double, is one. No shell looks at it. */
  private Optional<Hook> command(Given given) {
    List<String> words =
        new ArrayList<>(
            new StringTokenizer(
                    given.value().strip(),
                    (text, at, begin, end) -> blanks(text, at, end),
                    StringMatcherFactory.INSTANCE.quoteMatcher())
                .setIgnoreEmptyTokens(false)
                .getTokenList());
    try {
      String program = words.isEmpty() ? "" : words.get(0);
      if (program.isBlank()) {
        reading.fault(given, "must be a program and its arguments");
        return Optional.empty();
      }
      if (program.contains("/")) {
        words.set(0, directory.toAbsolutePath().resolve(program).normalize().toString());
      }
      return Optional.of(new Hook.Command(words));
    } catch (InvalidPathException e) {
      reading.fault(given, "must begin with the name or the path of a program");
      return Optional.empty();
    }
  }

  /** How many blanks follow each other: they part two words, with no empty one between. */
  private static int blanks(char[] text, int at, int end) {
    int after = at;
    while (after < end && Character.isWhitespace(text[after])) {
      after++;
    }
    return after - at;
  }

  private List<URI> healthUrls() {
    List<URI> urls = new ArrayList<>();
    for (String text : reading.list(prefix + "health-urls")) {
      url(reading.given(prefix + "health-urls").orElseThrow(), text).ifPresent(urls::add);
    }
    return urls;
  }

  private Optional<Path> queryTests() {
    Optional<Given> given = reading.given(prefix + "query-tests");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = directory.resolve(given.get().value());
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    } catch (InvalidPathException e) {
      // told below
    }
    reading.fault(given.get(), "must be a folder of .sql files, relative to " + directory);
    return Optional.empty();
  }
}
