package dev.rehome.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rehome.digest.Sha256;
import dev.rehome.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The schema {@code _system}. Its comment names the scripts that made it: where that is what this
 * program would run, nobody asks Flyway, which takes a good part of a short command's time.
 */
final class ControlSchema {
  private static final String SCRIPTS = "classpath:db/control/*.sql";

  private ControlSchema() {}

  /**
   * Runs what has not been run. The second time it does nothing.
   *
   * @param session of the migration role, in autocommit
   * @throws RuntimeException Flyway's, when a script fails
   */
  static void bringUpToDate(Settings.Database database, Connection session) throws SQLException {
    String mark = "Rehome; made by the scripts " + fingerprint();
    if (mark.equals(mark(session))) {
      return;
    }
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .schemas("_system")
        .defaultSchema("_system")
        .table("schema_history")
        .locations("classpath:db/control")
        .load()
        .migrate();
    try (Statement statement = session.createStatement()) {
      // two starts at once would fail on the comment's row; it is hexadecimal and words, no quotes
      statement.execute(
          "BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(7346632); COMMENT ON SCHEMA _system IS '"
              + mark
              + "'; COMMIT");
    }
  }

  private static String mark(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT coalesce(pg_catalog.obj_description(pg_catalog.to_regnamespace('_system'), 'pg_namespace'), '')
                """)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String fingerprint() {
    try {
      MessageDigest digest = Sha256.begin();
      Resource[] scripts = new PathMatchingResourcePatternResolver().getResources(SCRIPTS);
      Arrays.sort(scripts, Comparator.comparing(Resource::getFilename));
      for (Resource script : scripts) {
        digest.update(script.getFilename().getBytes(UTF_8));
        digest.update(script.getContentAsByteArray());
      }
      return Sha256.end(digest).substring(0, 16);
    } catch (IOException e) {
      throw new UncheckedIOException("the scripts of the control store cannot be read", e);
    }
  }
}
