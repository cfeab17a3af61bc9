package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.side.PostgresSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;

/**
 * What an address says of TLS that the driver understands and pg_dump does not. Only sources are
 * dumped. Both read certificates as PEM, and keys as PKCS-8, PEM or DER, without a password.
 */
final class TlsProblems {
  /** The driver's own, which libpq can be told the like of. */
  private static final Set<String> FACTORIES =
      Set.of(
          "org.postgresql.ssl.LibPQFactory",
          "org.postgresql.ssl.jdbc4.LibPQFactory",
          "org.postgresql.ssl.NonValidatingFactory");

  private TlsProblems() {}

  /** From the settings alone. */
  static List<Finding> ofSource(PostgresSide source) {
    Properties url = Driver.parseURL(source.settings().database().url(), null);
    List<Finding> findings = new ArrayList<>();
    if (url == null) {
      return findings;
    }
    String key = "rehome.cell." + source.cell() + ".postgres.url";
    String subject = source.cell() + " " + source.settings().database();
    String factory = url.getProperty("sslfactory", "");
    if (!factory.isEmpty() && !FACTORIES.contains(factory)) {
      findings.add(
          blocking(
              subject,
              "sslfactory " + factory + " is the driver's alone: pg_dump would trust others",
              "take it out of %s, and name sslmode=verify-full and sslrootcert".formatted(key)));
    }
    String keyFile = url.getProperty("sslkey", "").toLowerCase(Locale.ROOT);
    if (keyFile.endsWith(".p12") || keyFile.endsWith(".pfx")) {
      findings.add(
          blocking(
              subject,
              "the client's key is PKCS-12, which pg_dump does not read",
              ("make PEM files of it, readable by their owner only (openssl pkcs12 -in %s -nodes),"
                      + " and name them as sslcert and sslkey in %s")
                  .formatted(url.getProperty("sslkey"), key)));
    } else if (url.getProperty("sslpassword") != null) {
      findings.add(
          blocking(
              subject,
              "the client's key has a password, which pg_dump takes by its arguments only",
              "name a key without one, readable by its owner only, as sslkey in " + key));
    }
    return findings;
  }

  /** What to do about a session that TLS, or the lack of it, kept from coming about; or null. */
  static String remedy(String key, String reason) {
    String said = reason.toLowerCase(Locale.ROOT);
    if (said.contains("no encryption") || said.contains("ssl off")) {
      return "it wants TLS: add sslmode=verify-full&sslrootcert=FILE to " + key;
    }
    if (said.contains("tls: ") || said.contains("ssl") || said.contains("certificat")) {
      return "check sslmode, sslcert, sslkey and sslrootcert in %s: the last must hold the certificate of who signed the server's, and the host be one that it names"
          .formatted(key);
    }
    return null;
  }

  private static Finding blocking(String subject, String problem, String remedy) {
    return Finding.blocking(PostgresSide.COMPONENT, subject, problem, remedy);
  }
}
