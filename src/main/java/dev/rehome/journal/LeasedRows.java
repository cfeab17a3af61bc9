package dev.rehome.journal;

import dev.rehome.model.Move;
import dev.rehome.store.Books;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The control store as components may write it: under the lease of the move. */
public final class LeasedRows implements Books {
  private final ControlStore control;

  public LeasedRows(ControlStore control) {
    this.control = control;
  }

  @Override
  public <T> T write(Move move, Function<JdbcClient, T> work) {
    return control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return work.apply(jdbc);
        });
  }

  @Override
  public <T> T read(Function<JdbcClient, T> work) {
    return control.call(work);
  }
}
