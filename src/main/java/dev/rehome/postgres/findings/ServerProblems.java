package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.pooler.PoolerProbe;
import dev.rehome.postgres.schema.dump.PgDump;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What the two servers and pg_dump are, before anything of the tenant is looked at. */
final class ServerProblems {
  /** The oldest server that moves are tested with. */
  private static final int MAJOR_MIN = 12;

  private static final String QUESTION =
      """
      SELECT pg_catalog.current_setting('server_version_num')::int / 10000 AS major,
        pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datname,
        d.datcollate || ' ' || d.datctype AS locale, pg_catalog.pg_is_in_recovery() AS standby,
        (SELECT system_identifier::text FROM pg_catalog.pg_control_system())
          || ' ' || pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())
          || ' ' || pg_catalog.current_setting('port') AS system,
        pg_catalog.current_setting('server_version') AS version
      FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
      """;

  /**
   * A side.
   *
   * @param system the same for two sessions of one running server, whatever way they came. The
   *     system identifier alone is a clone's too; its address depends on the way
   */
  private record Server(
      int major,
      String encoding,
      String database,
      String locale,
      boolean standby,
      String system,
      String version) {}

  private ServerProblems() {}

  /** One finding for each side that does not let the mover in. */
  static List<Finding> unreachable(PostgresSide source, PostgresSide target) {
    return Stream.of(source, target).flatMap(side -> unreachable(side).stream()).toList();
  }

  private static List<Finding> unreachable(PostgresSide side) {
    try {
      // by a session of its own: a pool would try a wrong password for as long as it may wait
      PoolerProbe.of(side.settings().database());
      return List.of();
    } catch (SQLException e) {
      Throwable cause = e;
      boolean tls = false;
      while (cause.getCause() != null && cause.getCause() != cause) {
        cause = cause.getCause();
        tls |= cause instanceof SSLException || cause instanceof GeneralSecurityException;
      }
      String reason =
          (tls ? "TLS: " : "") + (cause.getMessage() == null ? e.getMessage() : cause.getMessage());
      return List.of(
          blocking(
              side.cell() + " " + side.settings().database(),
              PostgresProblems.UNREACHABLE + ": " + reason,
              AddressProblems.remedy(side, reason)));
    }
  }

  static List<Finding> find(PostgresSide source, PostgresSide target) {
    Server from = server(source);
    Server to = server(target);
    List<Finding> findings = new ArrayList<>();
    versions(findings, source, from);
    versions(findings, target, to);
    String cells = source.cell() + " to " + target.cell();
    if (from.system.equals(to.system) && from.database.equals(to.database)) {
      findings.add(
          blocking(
              cells,
              "both are database " + from.database + " of the same server",
              "name another database for one of the cells"));
    }
    if (to.major < from.major) {
      findings.add(
          note(
              cells,
              "the target's server is older: " + to.version + " after " + from.version,
              "what the older one does not know fails the move; a server of the same version is"
                  + " safer"));
    }
    if (!from.encoding.equals(to.encoding) && !to.encoding.equals("UTF8")) {
      findings.add(
          blocking(
              cells,
              "the target's encoding " + to.encoding + " cannot hold the source's " + from.encoding,
              "create the target database with ENCODING 'UTF8'"));
    } else if (!from.encoding.equals(to.encoding) && from.encoding.equals("SQL_ASCII")) {
      findings.add(
          note(
              cells,
              "the source's encoding is SQL_ASCII: its text may be invalid in " + to.encoding,
              "text that is not UTF-8 fails the copy; correct it in the source"));
    }
    if (!from.locale.equals(to.locale)) {
      findings.add(
          note(
              cells,
              "text sorts by " + from.locale + " at the source, by " + to.locale + " at the target",
              "create the target database with the source's locale if the order matters"));
    }
    pgDump(findings, from);
    return findings;
  }

  private static void versions(List<Finding> findings, PostgresSide side, Server server) {
    if (server.major < MAJOR_MIN) {
      findings.add(
          blocking(
              side.cell(),
              "runs PostgreSQL " + server.version + ", at least " + MAJOR_MIN + " is needed",
              "upgrade it"));
    }
    if (server.standby) {
      findings.add(
          blocking(
              side.cell(),
              "is a standby, which cannot be written",
              "name the primary in rehome.cell." + side.cell() + ".postgres.url"));
    }
  }

  private static void pgDump(List<Finding> findings, Server from) {
    OptionalInt program = PgDump.major();
    if (program.isEmpty()) {
      findings.add(
          blocking(
              "pg_dump",
              "is not on the PATH",
              "install PostgreSQL's client programs, at least version " + from.major));
    } else if (program.getAsInt() < from.major) {
      findings.add(
          blocking(
              "pg_dump",
              "is version " + program.getAsInt() + ", the source's server " + from.version,
              "install PostgreSQL's client programs, at least version " + from.major));
    }
  }

  private static Server server(PostgresSide side) {
    return side.with(
        connection ->
            Rows.of(
                    connection,
                    QUESTION,
                    row ->
                        new Server(
                            row.getInt("major"),
                            row.getString("encoding"),
                            row.getString("datname"),
                            row.getString("locale"),
                            row.getBoolean("standby"),
                            row.getString("system"),
                            row.getString("version")))
                .get(0));
  }

  private static Finding blocking(String subject, String problem, String remedy) {
    return Finding.blocking(PostgresSide.COMPONENT, subject, problem, remedy);
  }

  private static Finding note(String subject, String problem, String remedy) {
    return Finding.note(PostgresSide.COMPONENT, subject, problem, remedy);
  }
}
