package dev.rehome.settings;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every key that is known, also those of components that are yet to come. */
final class Keys {
  static final String PREFIX = "rehome.";
  static final String CELL = "rehome.cell.";

  /** Under it any key is accepted; it is handed to the Kafka client as it stands. */
  static final String KAFKA_PROPERTIES = "kafka.properties.";

  static final Set<String> GLOBAL =
      Set.of(
          "rehome.control.url",
          "rehome.control.user",
          "rehome.control.password",
          "rehome.inbox-directory",
          "rehome.snapshot-directory",
          "rehome.snapshot-write",
          "rehome.drain-timeout-seconds",
          "rehome.pause-max-seconds",
          "rehome.fence-lease-seconds",
          "rehome.control-lost-seconds",
          "rehome.moves-max",
          "rehome.copy-parallelism",
          "rehome.chunk-bytes-max",
          "rehome.row-bytes-max");

  /** What may follow {@code rehome.cell.NAME.} */
  static final Set<String> OF_A_CELL =
      Set.of(
          "connections-max",
          "copy-bytes-per-second-max",
          "postgres.url",
          "postgres.user",
          "postgres.password",
          "postgres.isolation",
          "postgres.schemas",
          "postgres.tenant-column",
          "postgres.tenant-columns",
          "postgres.predicates-file",
          "postgres.tenant-role",
          "postgres.role-map",
          "postgres.reference-tables",
          "postgres.excluded-tables",
          "postgres.object-references",
          "objects.endpoint",
          "objects.region",
          "objects.bucket",
          "objects.prefix",
          "objects.access-key",
          "objects.secret-key",
          "objects.path-style",
          "objects.verify",
          "objects.fence",
          "objects.parallelism",
          "objects.part-bytes",
          "kafka.bootstrap-servers",
          "kafka.topics",
          "kafka.groups",
          "kafka.tenant",
          "kafka.topic-name",
          "search.url",
          "search.indices",
          "search.tenant-field",
          "search.index-name",
          "search.api-key",
          "search.user",
          "search.password",
          "search.ca-file",
          "cache.url",
          "cache.key-prefix",
          "cache.exclude",
          "hooks.drain.url",
          "hooks.drain.command",
          "hooks.switch.url",
          "hooks.switch.command",
          "hooks.resume.url",
          "hooks.resume.command",
          "health-urls",
          "query-tests",
          "quota-storage-bytes");

  /** URLs of caches, hooks and health checks are among them: they carry tokens. */
  private static final Pattern SECRET =
      Pattern.compile(
          "rehome\\.control\\.password|rehome\\.cell\\.[^.]*\\."
              + "(postgres\\.password|objects\\.(access|secret)-key|kafka\\.properties\\..*"
              + "|search\\.(api-key|password)|cache\\.url|hooks\\..*|health-urls)");

  private static final Pattern CELL_KEY = Pattern.compile("rehome\\.cell\\.([^.]+)\\.(.+)");
  private static final Pattern CELL_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  static final String CELL_NAME_RULE =
      "a cell's name is 1 to 63 letters, digits, _ and -, and begins with a letter";

  private Keys() {}

  static boolean isCellName(String name) {
    return CELL_NAME.matcher(name).matches();
  }

  static boolean isOfACell(String suffix) {
    return OF_A_CELL.contains(suffix)
        || (suffix.startsWith(KAFKA_PROPERTIES) && suffix.length() > KAFKA_PROPERTIES.length());
  }

  static boolean isSecret(String key) {
    return SECRET.matcher(key).matches();
  }

  static Optional<CellKey> cellKey(String key) {
    Matcher matcher = CELL_KEY.matcher(key);
    return matcher.matches()
        ? Optional.of(new CellKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether the key is one of ours, in full. */
  static boolean isKnown(String key) {
    return GLOBAL.contains(key)
        || cellKey(key).filter(k -> isCellName(k.cell()) && isOfACell(k.suffix())).isPresent();
  }

  /** The known keys, with those of the given cell; for hints. */
  static Set<String> with(String cell) {
    Set<String> keys = new TreeSet<>(GLOBAL);
    OF_A_CELL.forEach(suffix -> keys.add(CELL + cell + "." + suffix));
    return keys;
  }

  /** {@code rehome.cell.CELL.SUFFIX}, taken apart. */
  record CellKey(String cell, String suffix) {
    @Override
    public String toString() {
      return CELL + cell + "." + suffix;
    }
  }
}
