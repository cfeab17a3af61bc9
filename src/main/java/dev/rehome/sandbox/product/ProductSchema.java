package dev.rehome.sandbox.product;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of a product as one finds it: everything that makes a move difficult, once. */
public final class ProductSchema {
  private ProductSchema() {}

  /**
   * Makes the product's tables in a schema, which may exist but must be empty, owned by {@code
   * app_owner}. Called twice, it fails and changes nothing.
   *
   * @param connection of a superuser or a member of {@code app_owner}, in autocommit
   */
  public static void create(Connection connection, String schema) throws SQLException {
    inSchema(
        connection,
        schema,
        statement -> {
          statement.execute("CREATE SCHEMA IF NOT EXISTS " + Sql.name(schema));
          statement.execute(KnownSql.to(connection, Bookkeeping.read("/sandbox/tables.sql")));
          statement.execute(KnownSql.to(connection, Bookkeeping.read("/sandbox/rules.sql")));
        });
  }

  /** One transaction as {@code app_owner} in which unqualified names mean the schema's. */
  static void inSchema(Connection connection, String schema, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL client_min_messages = warning");
      statement.execute("SET LOCAL ROLE app_owner");
      statement.execute("SET LOCAL search_path = " + Sql.name(schema));
      work.run(statement);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** What is done in the schema. */
  @FunctionalInterface
  interface Work {
    void run(Statement statement) throws SQLException;
  }
}
