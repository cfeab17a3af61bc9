package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.moves.Residue;
import dev.rehome.sandbox.FreshSandbox;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller sees of {@code rehearse}. */
class RehearseCommandTest {
  private static final String[] REHEARSE = {
    "rehearse", "acme", "--id", "r1", "--from", "us_east", "--to", "us_west"
  };

  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(2_000);

  @Test
  void theTimesArePrintedAndNothingIsLeft() throws SQLException {
    Residue before = Residue.of(sandbox.get(), "us_east", "us_west");
    Path config = Child.config(sandbox.get());
    Child mirrored =
        Child.start(
            config, "rehearse", "acme", "--from", "us_east", "--to", "us_west", "--mirrored");
    Child rehearsed = Child.run(config, REHEARSE);
    assertThat(rehearsed.status()).as(rehearsed.all()).isZero();
    assertThat(rehearsed.lastLine())
        .matches(
            "REHEARSED acme from us_east to us_west: [0-9,]+ rows, .* would pause its writes for"
                + " about [0-9.]+ s and .*; nothing is left \\(move m1-.*\\)");
    assertThat(rehearsed.out())
        .containsPattern("plan +[0-9.]+ s")
        .containsPattern("rows +[0-9.]+ s +[0-9,]+ rows +[0-9.]+ [KM]iB +[0-9.]+ [KM]iB/s")
        .containsPattern("indexes of small tables +[0-9.]+ s")
        .containsPattern("proof +[0-9.]+ s")
        .containsPattern("discard +[0-9.]+ s")
        .contains("0 failed");
    assertThat(before.left()).isEmpty();

    Child again = Child.start(config, with(REHEARSE, "--json"));
    Child asMove =
        Child.start(config, "move", "acme", "--id", "r1", "--from", "us_east", "--to", "us_west");
    Child status = Child.start(config, "status", "acme");
    assertThat(mirrored.ended().status()).as(mirrored.all()).isEqualTo(2);
    assertThat(mirrored.lastLine()).startsWith("REFUSED --mirrored");
    assertThat(again.ended().status()).as(again.all()).isZero();
    assertThat(again.lastLine())
        .startsWith("{\"outcome\":\"REHEARSED\",\"tenant\":\"acme\"")
        .contains(
            "\"would_pause_seconds\":",
            "{\"phase\":\"COPY\",\"component\":\"postgres\",\"step\":\"indexes of small tables\",");
    assertThat(asMove.ended().status()).as(asMove.all()).isEqualTo(2);
    assertThat(asMove.lastLine()).startsWith("REFUSED job id r1 was used for a rehearsal of acme");
    assertThat(status.ended().out()).contains("acme is not in the catalog", "rehearsed us_east");
  }

  @Test
  void whatAMoveWouldBeRefusedForRefusesItsRehearsal() throws SQLException {
    try (Connection target = sandbox.get().connect("us_west");
        Statement statement = target.createStatement()) {
      statement.execute(
          "CREATE TABLE public.orders (id int); INSERT INTO public.orders VALUES (1)");
    }
    Child refused = Child.run(Child.config(sandbox.get()), REHEARSE);
    assertThat(refused.status()).as(refused.all()).isEqualTo(2);
    assertThat(refused.lastLine()).startsWith("REFUSED acme, nothing was changed: ");
    assertThat(refused.all()).contains("public.orders");
  }

  private static String[] with(String[] arguments, String more) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = more;
    return all;
  }
}
