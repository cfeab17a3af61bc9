package dev.rehome.cases;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The schemas below {@code postgres/cases}, for those who load them with something else beside. */
public final class CaseFiles {
  private CaseFiles() {}

  /** What the owner runs. */
  public static String sql(String name) throws IOException {
    String sql = read(name + ".sql");
    if (sql.isEmpty()) {
      throw new IllegalArgumentException("no case " + name);
    }
    return sql;
  }

  /** The predicates file; empty if it has none. */
  public static String predicates(String name) throws IOException {
    return read(name + ".pred");
  }

  private static String read(String file) throws IOException {
    try (InputStream in = CaseFiles.class.getResourceAsStream("/postgres/cases/" + file)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
