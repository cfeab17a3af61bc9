package dev.rehome.postgres.copy;

import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;

/** A program that copies and proves a million rows in one chunk. */
final class MillionRows {
  private MillionRows() {}

  public static void main(String[] args) throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.ROW.chunks(Long.MAX_VALUE))) {
      two.onSource(
          """
          CREATE TABLE many (tenant_id text, id bigint, f text, PRIMARY KEY (tenant_id, id));
          INSERT INTO many SELECT 'acme', n, repeat('f', 150) FROM generate_series(1, 1000000) n;
          INSERT INTO many VALUES ('acme', 0, repeat('x', 8000000))
          """);
      Plan plan = two.copyAll();
      if (!two.failing(plan).isEmpty()) {
        throw new IllegalStateException(two.failing(plan).toString());
      }
      System.out.println("copied " + two.target("SELECT count(*) FROM many"));
      System.exit(0);
    }
  }
}
