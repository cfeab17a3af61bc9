package dev.rehome.sandbox;

import dev.rehome.postgres.sql.Sql;
import dev.rehome.sandbox.product.ProductSchema;
import dev.rehome.sandbox.product.Seed;
import dev.rehome.sandbox.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Seeded databases that new ones are copied from, made when they are first asked for. */
final class Templates {
  private static final String SOUTH = "template_south";
  private static final int STARKS_ORDERS = 100;

  private final PostgresServer server;

  Templates(PostgresServer server) {
    this.server = server;
  }

  /** Makes both databases, unless they are there. One copies at a time. */
  void copy(int rows, String app, String south) throws SQLException {
    synchronized (Templates.class) {
      try (Connection connection = server.connect("postgres")) {
        String seeded = "template_" + rows;
        if (!exists(connection, seeded)) {
          make(connection, seeded, Sandbox.SHARED_SCHEMA, product -> fill(product, rows));
        }
        if (!exists(connection, SOUTH)) {
          make(
              connection,
              SOUTH,
              Sandbox.STARK_SCHEMA,
              product -> Seed.fill(product, Sandbox.STARK_SCHEMA, "stark", STARKS_ORDERS));
        }
        copy(connection, seeded, app);
        copy(connection, SOUTH, south);
      }
    }
  }

  private static void fill(Connection product, int rows) throws SQLException {
    Seed.fill(product, Sandbox.SHARED_SCHEMA, rows);
  }

  private void make(Connection connection, String database, String schema, Filling filling)
      throws SQLException {
    String building = database + "_building";
    execute(connection, "DROP DATABASE IF EXISTS " + Sql.name(building));
    execute(connection, "CREATE DATABASE %s OWNER app_owner".formatted(Sql.name(building)));
    try (Connection product = server.connect(building)) {
      ProductSchema.create(product, schema);
      filling.fill(product);
    }
    execute(
        connection,
        "ALTER DATABASE %s RENAME TO %s".formatted(Sql.name(building), Sql.name(database)));
  }

  private static void copy(Connection connection, String template, String database)
      throws SQLException {
    if (!exists(connection, database)) {
      execute(
          connection,
          "CREATE DATABASE %s OWNER app_owner TEMPLATE %s%s"
              .formatted(
                  Sql.name(database),
                  Sql.name(template),
                  connection.getMetaData().getDatabaseMajorVersion() >= 15
                      ? " STRATEGY file_copy"
                      : ""));
    }
  }

  static boolean exists(Connection connection, String database) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT FROM pg_catalog.pg_database WHERE datname = ?")) {
      query.setString(1, database);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Fills a product's database. */
  private interface Filling {
    void fill(Connection product) throws SQLException;
  }
}
