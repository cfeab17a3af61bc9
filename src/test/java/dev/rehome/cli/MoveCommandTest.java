package dev.rehome.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.sandbox.FreshSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MoveCommandTest {
  @RegisterExtension static final FreshSandbox SANDBOX = new FreshSandbox(5_000);

  @Test
  void aMoveEndsWithZeroAndSoDoesItsRepetition() {
    var config = Child.config(SANDBOX.get());
    String[] move = {"move", "acme", "--id", "j1", "--from", "us_east", "--to", "us_west"};
    Child first = Child.run(config, move);
    System.out.println(first.all());
    assertThat(first.status()).as(first.all()).isZero();
    assertThat(first.lastLine()).startsWith("MOVED acme from us_east to us_west in ");
    Child again = Child.run(config, move);
    System.out.println(again.all());
    assertThat(again.status()).as(again.all()).isZero();
    assertThat(again.lastLine()).startsWith("MOVED acme from us_east to us_west in ");
    Child status = Child.run(config, "status", "acme");
    System.out.println(status.all());
    assertThat(status.out()).contains("acme is served by us_west");
  }
}
