package dev.rehome.inbox;

import dev.rehome.Registry;
import dev.rehome.model.Job;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The parser with two known cells. */
final class Parsing {
  static final Set<String> CELLS = Set.of("us_east", "us_west");

  static final JobParser PARSER = new JobParser(CELLS::contains, () -> CELLS, Registry.KINDS);

  private Parsing() {}

  static List<Job> jobs(String name, String text) {
    return PARSER.parse(name, text.getBytes(StandardCharsets.UTF_8));
  }

  static List<Job> yaml(String text) {
    return jobs("move.yaml", text);
  }

  static List<Job> sql(String text) {
    return jobs("move.sql", text);
  }
}
