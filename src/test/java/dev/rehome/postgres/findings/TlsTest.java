package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Finding;
import dev.rehome.model.Options;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.sandbox.servers.TlsServer;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that lets nobody in without TLS, by the driver and by pg_dump. */
final class TlsTest {
  private static TlsServer tls;

  @BeforeAll
  static void aServerWithTwoDatabases() throws Exception {
    tls = new TlsServer();
    try (Connection admin = tls.server().connect("postgres");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE mover LOGIN PASSWORD 'secret'; CREATE ROLE certified LOGIN");
      statement.execute("GRANT pg_signal_backend, pg_read_all_stats TO mover, certified");
      statement.execute(
          "GRANT certified TO mover; CREATE ROLE app_owner; GRANT app_owner TO certified");
      statement.execute("CREATE DATABASE east OWNER certified");
      statement.execute("CREATE DATABASE west OWNER certified");
    }
    for (String database : List.of("east", "west")) {
      try (Connection admin = tls.server().connect(database);
          Statement statement = admin.createStatement()) {
        statement.execute("ALTER SCHEMA public OWNER TO certified");
        if (database.equals("east")) {
          statement.execute("CREATE TABLE public.orders (id int PRIMARY KEY)");
          statement.execute("INSERT INTO public.orders VALUES (1)");
          statement.execute("ALTER TABLE public.orders OWNER TO certified");
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    tls.close();
  }

  private static String verified() {
    return "sslmode=verify-full&sslrootcert=" + tls.file("server.crt");
  }

  private static List<Finding> find(String user, String sourceQuery) {
    return find(user, sourceQuery, verified());
  }

  private static List<Finding> find(String user, String sourceQuery, String targetQuery) {
    Settings settings =
        new Settings(
            database("east", "mover", verified()),
            Path.of("inbox"),
            Path.of("snapshots"),
            Limits.DEFAULTS,
            Map.of(
                "us_east", TwoCells.dedicated("us_east", database("east", user, sourceQuery)),
                "us_west", TwoCells.dedicated("us_west", database("west", "mover", targetQuery))));
    var move = TwoCells.move(Options.NONE);
    try (PostgresCells cells = new PostgresCells(settings)) {
      return PostgresProblems.find(cells.source(move), cells.target(move), move, 1 << 20);
    }
  }

  private static Settings.Database database(String name, String user, String query) {
    String password = user.equals("mover") ? "secret" : "";
    return new Settings.Database(tls.server().url(name) + "?" + query, user, password);
  }

  private static void blocks(List<Finding> findings, String problem, String remedy) {
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.blocks()).isTrue();
              assertThat(finding.problem()).contains(problem);
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  @Test
  void aServerThatIsWhomItClaimsToBeIsReadByTheDriverAndByPgDump() {
    assertThat(find("mover", verified())).noneMatch(Finding::blocks);
    assertThat(find("mover", "ssl=true&sslrootcert=" + tls.file("server.crt")))
        .noneMatch(Finding::blocks);
    assertThat(find("mover", "sslmode=REQUIRE")).noneMatch(Finding::blocks);
  }

  @Test
  void anotherAuthoritysCertificateIsRefused() {
    blocks(
        find("mover", "sslmode=verify-full&sslrootcert=" + tls.file("other.crt")),
        "TLS: ",
        "sslrootcert in rehome.cell.us_east.postgres.url");
  }

  @Test
  void plainTextIsRefused() {
    blocks(
        find("mover", "sslmode=disable"),
        "no encryption",
        "add sslmode=verify-full&sslrootcert=FILE to rehome.cell.us_east.postgres.url");
  }

  @Test
  void aClientsKeyWorksInEveryFormThatBothRead() {
    String certificate = verified() + "&sslcert=" + tls.file("client.crt") + "&sslkey=";
    assertThat(find("certified", certificate + tls.file("client.pem"))).noneMatch(Finding::blocks);
    assertThat(find("certified", certificate + tls.file("client.pk8"))).noneMatch(Finding::blocks);
  }

  @Test
  void whatOnlyTheDriverReadsIsNamedBeforePgDumpFails() {
    blocks(
        find("certified", verified() + "&sslpassword=changeit&sslkey=" + tls.file("client.p12")),
        "PKCS-12",
        "openssl pkcs12");
    assertThat(find("mover", "sslfactory=org.postgresql.ssl.NonValidatingFactory&ssl=true"))
        .noneMatch(Finding::blocks);
    blocks(
        find("mover", "sslmode=require&sslfactory=com.example.Factory"),
        "com.example.Factory",
        "sslrootcert");
  }

  @Test
  void aTargetIsNeverDumpedAndMayUseWhatTheDriverReads() {
    assertThat(
            find(
                "mover",
                verified(),
                verified()
                    + "&sslpassword=changeit&sslcert="
                    + tls.file("client.crt")
                    + "&sslkey="
                    + tls.file("client.p12")))
        .noneMatch(Finding::blocks);
  }

  @Test
  void aPasswordInAnAddressIsNotTold() {
    assertThat(database("east", "certified", "sslpassword=changeit&password=hidden&a=b"))
        .asString()
        .doesNotContain("changeit", "hidden")
        .contains("a=b");
  }
}
