package dev.rehome.sandbox.demo;

import dev.rehome.postgres.sql.Sql;
import dev.rehome.sandbox.product.ObjectFiles;
import dev.rehome.sandbox.product.ObjectSeed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The references of a tenant's rows to its files: {@code documents.url}. */
final class ObjectUrls {
  private final Connection connection;
  private final String schema;
  private final String tenant;

  ObjectUrls(Connection connection, String schema, String tenant) {
    this.connection = connection;
    this.schema = schema;
    this.tenant = tenant;
  }

  /**
   * Makes every row that refers to a file refer to one of the seeded ones, as {@code s3://…}.
   *
   * @param small how many of {@link ObjectSeed}'s small files there are
   */
  void refer(ObjectFiles files, int small) throws SQLException {
    String[] names = new String[small];
    for (int i = 0; i < small; i++) {
      names[i] = ObjectSeed.name(i);
    }
    String sql =
        """
        UPDATE %s.documents SET updated_at = updated_at, url = ? || (?::text[])[1 + id %% ?]
        WHERE tenant_id = ? AND url IS NOT NULL
        """
            .formatted(Sql.name(schema));
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, "s3://" + files.bucket() + "/" + files.prefix());
      update.setArray(2, connection.createArrayOf("text", names));
      update.setInt(3, small);
      update.setString(4, tenant);
      update.executeUpdate();
    }
  }

  /** Whether every reference of the tenant's rows names one of the files. */
  Fact fact(String cell, ObjectFiles files) throws SQLException {
    String base = "s3://" + files.bucket() + "/" + files.prefix();
    List<String> lost = new ArrayList<>();
    int all = 0;
    var names = files.stamps().keySet();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT url FROM %s.documents WHERE tenant_id = ? AND url IS NOT NULL"
                .formatted(Sql.name(schema)))) {
      query.setString(1, tenant);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          all++;
          String url = rows.getString(1);
          if (!url.startsWith(base) || !names.contains(url.substring(base.length()))) {
            lost.add(url);
          }
        }
      }
    }
    return new Fact(
        "every object that rows of %s refer to is in %s".formatted(tenant, cell),
        lost.isEmpty() && all > 0,
        "%s references, %d lost%s"
            .formatted(
                Screen.count(all), lost.size(), lost.isEmpty() ? "" : ", e.g. " + lost.get(0)));
  }
}
