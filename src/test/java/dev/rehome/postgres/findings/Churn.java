package dev.rehome.postgres.findings;

import dev.rehome.sandbox.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Somebody who makes, changes and drops objects of a schema for as long as it is open: tables with
 * columns, defaults, constraints, indexes, triggers, policies and partitions, sequences, types,
 * functions and views. Each statement commits by itself.
 */
final class Churn implements AutoCloseable {
  private static final String ROUND =
      """
      CREATE FUNCTION %1$s.f%2$d() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$
      CREATE TYPE %1$s.mood%2$d AS ENUM ('sad', 'happy')
      CREATE DOMAIN %1$s.d%2$d AS text CHECK (VALUE <> '')
      CREATE TABLE %1$s.t%2$d (id serial PRIMARY KEY, tenant_id text NOT NULL, mood %1$s.mood%2$d, note %1$s.d%2$d DEFAULT 'x' || 'y', n int CHECK (n > 0), UNIQUE (tenant_id, n))
      CREATE TABLE %1$s.u%2$d (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id text NOT NULL, t int REFERENCES %1$s.t%2$d)
      CREATE TABLE %1$s.p%2$d (id int NOT NULL, tenant_id text NOT NULL) PARTITION BY RANGE (id)
      CREATE TABLE %1$s.p%2$d_1 PARTITION OF %1$s.p%2$d FOR VALUES FROM (0) TO (10)
      CREATE TABLE %1$s.p%2$d_2 PARTITION OF %1$s.p%2$d FOR VALUES FROM (10) TO (20)
      CREATE INDEX ON %1$s.p%2$d (tenant_id)
      CREATE TRIGGER g BEFORE UPDATE ON %1$s.t%2$d FOR EACH ROW WHEN (OLD.n > 1) EXECUTE FUNCTION %1$s.f%2$d()
      CREATE POLICY p ON %1$s.t%2$d USING (tenant_id = current_user)
      CREATE VIEW %1$s.v%2$d AS SELECT t.id, u.tenant_id FROM %1$s.t%2$d t JOIN %1$s.u%2$d u ON u.t = t.id
      CREATE STATISTICS %1$s.s%2$d ON tenant_id, n FROM %1$s.t%2$d
      GRANT SELECT ON %1$s.t%2$d TO app_reader
      ALTER TABLE %1$s.t%2$d ADD more text DEFAULT 'a' || 'b'
      COMMENT ON COLUMN %1$s.t%2$d.more IS 'comes and goes'
      ALTER TABLE %1$s.t%2$d DROP more
      ALTER TABLE %1$s.p%2$d DETACH PARTITION %1$s.p%2$d_2
      DROP TABLE %1$s.p%2$d_2
      DROP VIEW %1$s.v%2$d
      DROP TABLE %1$s.u%2$d
      DROP TABLE %1$s.p%2$d
      DROP TABLE %1$s.t%2$d
      DROP TYPE %1$s.mood%2$d
      DROP DOMAIN %1$s.d%2$d
      DROP FUNCTION %1$s.f%2$d()
      """;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final AtomicLong rounds = new AtomicLong();
  private final AtomicReference<SQLException> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  /** Begins, as app_owner. */
  Churn(PostgresServer server, String database, String schema, int threads) {
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> run(server, database, schema), "churn-" + schema + i);
      thread.start();
      this.threads.add(thread);
    }
  }

  private void run(PostgresServer server, String database, String schema) {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE app_owner");
      while (!ended) {
        for (String sql : ROUND.formatted(schema, NUMBERS.incrementAndGet()).lines().toList()) {
          once(statement, sql);
        }
        rounds.incrementAndGet();
      }
    } catch (SQLException e) {
      failure.set(e);
    }
  }

  /** A reader may be the cause of a deadlock with us: the statement is tried again. */
  private static void once(Statement statement, String sql) throws SQLException {
    while (true) {
      try {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (!"40P01".equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  /** How often all of it has come and gone. */
  long rounds() throws SQLException {
    if (failure.get() != null) {
      throw failure.get();
    }
    return rounds.get();
  }

  @Override
  public void close() throws SQLException {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    rounds();
  }
}
