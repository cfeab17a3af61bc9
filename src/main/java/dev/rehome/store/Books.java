package dev.rehome.store;

import dev.rehome.model.Move;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The control store, for the tables of a component ({@link Kind#tables}). What its absence causes
 * is a {@code PassingFault}. Thread safe.
 */
public interface Books {
  /** One transaction that first compares the lease: {@code StaleLease} changes nothing. */
  <T> T write(Move move, Function<JdbcClient, T> work);

  /** One statement that reads. */
  <T> T read(Function<JdbcClient, T> work);
}
