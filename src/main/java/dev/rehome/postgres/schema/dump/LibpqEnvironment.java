package dev.rehome.postgres.schema.dump;

import dev.rehome.model.MoveFailed;
import dev.rehome.settings.Settings;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * The environment of PostgreSQL's client programs for a JDBC address: everything, the password too,
 * goes this way, so that nothing of it stands among a process's arguments.
 */
final class LibpqEnvironment {
  private LibpqEnvironment() {}

  /** Replaces every PG* variable that the process would inherit. */
  static void put(
      Map<String, String> environment, Settings.Database database, String applicationName) {
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    Properties url = Driver.parseURL(database.url(), null);
    if (url == null) {
      throw new MoveFailed("not a PostgreSQL address: " + database.url());
    }
    put(environment, "PGHOST", url.getProperty("PGHOST"));
    put(environment, "PGPORT", url.getProperty("PGPORT"));
    put(environment, "PGDATABASE", url.getProperty("PGDBNAME"));
    put(environment, "PGUSER", database.user());
    put(environment, "PGPASSWORD", database.password());
    put(environment, "PGAPPNAME", applicationName);
    put(environment, "PGCONNECT_TIMEOUT", "10");
    put(environment, "PGCLIENTENCODING", "UTF8");
    put(environment, "PGSSLMODE", sslMode(url));
    put(environment, "PGSSLROOTCERT", url.getProperty("sslrootcert"));
    put(environment, "PGSSLCERT", url.getProperty("sslcert"));
    put(environment, "PGSSLKEY", url.getProperty("sslkey"));
    put(environment, "PGCHANNELBINDING", url.getProperty("channelBinding"));
    put(environment, "PGGSSENCMODE", url.getProperty("gssEncMode"));
    // pg_dump itself turns a role's time limits off; a pooler lets no options of ours in
    put(environment, "PGOPTIONS", url.getProperty("options"));
    put(environment, "PGTARGETSESSIONATTRS", sessionAttributes(url));
  }

  private static String sslMode(Properties url) {
    if (url.getProperty("sslfactory", "").endsWith("NonValidatingFactory")) {
      return "require";
    }
    String ssl = url.getProperty("ssl");
    boolean demanded = ssl != null && !ssl.equalsIgnoreCase("false");
    String mode = url.getProperty("sslmode", demanded ? "verify-full" : null);
    return mode == null ? null : mode.toLowerCase(Locale.ROOT);
  }

  /** The driver's words for libpq's; pg_dump reads only, so preferences may be any. */
  private static String sessionAttributes(Properties url) {
    return switch (url.getProperty("targetServerType", "any").toLowerCase(Locale.ROOT)) {
      case "primary", "master" -> "read-write";
      default -> null;
    };
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }
}
