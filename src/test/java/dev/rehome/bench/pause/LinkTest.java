package dev.rehome.bench.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.Servers;
import dev.rehome.settings.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What the link delays and counts, seen from both ends. */
class LinkTest {
  private static final Duration DELAY = Duration.ofMillis(20);

  @Test
  void eachRequestWaitsForTheLinkTwiceAndIsNotedOnce() throws Exception {
    try (Link link = Link.to(Servers.all().shared().port(), DELAY);
        Connection session = connect(link);
        Statement statement = session.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE noted (text text)");
      long begun = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        statement.execute("SELECT " + i);
      }
      long ended = System.nanoTime();
      assertThat(Duration.ofNanos(ended - begun)).isGreaterThan(DELAY.multipliedBy(6));
      assertThat(texts(link, begun, ended)).containsExactly("SELECT 0", "SELECT 1", "SELECT 2");
    }
  }

  @Test
  void rowsOfAnySizeAreCopiedInTwoRequestsAndArriveWhole() throws Exception {
    int count = 200_000;
    byte[] rows = "some text\n".repeat(count).getBytes(StandardCharsets.UTF_8);
    try (Link link = Link.to(Servers.all().shared().port(), Duration.ZERO);
        Connection session = connect(link);
        Statement statement = session.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE noted (text text)");
      long begun = System.nanoTime();
      session
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY noted FROM STDIN", new ByteArrayInputStream(rows));
      assertThat(texts(link, begun, System.nanoTime()))
          .containsExactly("COPY noted FROM STDIN", "end of rows");
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM noted")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isEqualTo(count);
      }
    }
  }

  private static List<String> texts(Link link, long from, long to) {
    return link.between(from, to).stream().map(Link.Request::text).toList();
  }

  private static Connection connect(Link link) throws Exception {
    Settings.Database superuser = Servers.all().shared().superuser();
    String url = superuser.url().replaceFirst(":\\d+/", ":" + link.port() + "/");
    return DriverManager.getConnection(url, superuser.user(), superuser.password());
  }
}
