package dev.rehome.moves;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.Sandbox;
import dev.rehome.sandbox.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A password of a cell is in no process's arguments, in no line of the log, in no row. */
@EnabledOnOs(OS.LINUX)
final class PasswordTest {
  private static final String PASSWORD = "pw-7c1f-never-shown";
  private static final Path PROCESSES = Path.of("/proc");

  @Test
  void aWholeMoveShowsItNowhere() throws Exception {
    Sandbox sandbox = Servers.fresh(2_000);
    role(sandbox);
    Map<String, String> more =
        Map.of(
            "rehome.cell.us_east.postgres.user",
            "discreet",
            "rehome.cell.us_east.postgres.password",
            PASSWORD);
    try (Scene scene = new Scene(sandbox, more)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.mover(move, "");
      Set<String> arguments = new TreeSet<>();
      while (mover.alive()) {
        arguments.addAll(arguments());
        TimeUnit.MILLISECONDS.sleep(5);
      }
      String log = mover.log();
      assertThat(scene.history().move(move).orElseThrow().status()).as(log).isEqualTo("done");
      assertThat(arguments).as("it was looked at").anyMatch(line -> line.contains("pg_dump"));
      assertThat(arguments).noneMatch(line -> line.contains(PASSWORD));
      assertThat(log).contains(move).doesNotContain(PASSWORD);
      assertThat(rows(sandbox)).contains("acme").doesNotContain(PASSWORD);
    }
  }

  @Test
  void norDoesOneThatIsRefused() throws Exception {
    Sandbox sandbox = Servers.fresh(2_000);
    role(sandbox);
    String wrong = PASSWORD + "-any-more";
    Map<String, String> more =
        Map.of(
            "rehome.cell.us_east.postgres.user",
            "discreet",
            "rehome.cell.us_east.postgres.password",
            wrong);
    try (Scene scene = new Scene(sandbox, more)) {
      String move = scene.submit("j1", Scene.SOURCE, Scene.TARGET);
      MoverProcess mover = scene.mover(move, "");
      mover.ended();
      assertThat(scene.history().move(move).orElseThrow().message())
          .contains("password authentication failed")
          .doesNotContain(PASSWORD);
      assertThat(mover.log()).contains(move).doesNotContain(PASSWORD);
      assertThat(rows(sandbox)).doesNotContain(PASSWORD);
    }
  }

  private static void role(Sandbox sandbox) throws SQLException {
    try (Connection east = sandbox.connect(Scene.SOURCE);
        Statement statement = east.createStatement()) {
      statement.execute(
          """
          DO $$
          BEGIN
            IF to_regrole('discreet') IS NULL THEN
              CREATE ROLE discreet LOGIN PASSWORD '%s' IN ROLE app_owner, pg_signal_backend, pg_read_all_stats;
            END IF;
            EXECUTE format('GRANT CREATE ON DATABASE %%I TO discreet', current_database());
          END
          $$
          """
              .formatted(PASSWORD));
    }
  }

  /** The arguments of every process that may be seen. */
  private static List<String> arguments() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> processes = Files.list(PROCESSES)) {
      for (Path process : processes.toList()) {
        if (Character.isDigit(process.getFileName().toString().charAt(0))) {
          try {
            all.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
          } catch (IOException e) {
            // it has ended
          }
        }
      }
    }
    return all;
  }

  /** All that the control store holds. */
  private static String rows(Sandbox sandbox) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection control = sandbox.connect("control")) {
      List<String> tables =
          Product.column(
              control,
              "SELECT table_name FROM information_schema.tables WHERE table_schema = '_system'");
      for (String table : tables) {
        Product.column(control, "SELECT t::text FROM _system.%s t".formatted(table))
            .forEach(all::append);
      }
    }
    return all.toString();
  }
}
