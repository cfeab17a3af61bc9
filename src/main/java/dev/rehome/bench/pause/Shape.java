package dev.rehome.bench.pause;

import dev.rehome.postgres.side.Bookkeeping;
import java.util.Locale;

/**
 * A product's schema and what the tenant has in it; a neighbour has as much.
 *
 * @param rows of all tables together
 */
public record Shape(int tables, long rows) {
  public Shape {
    if (tables < 2) {
      throw new IllegalArgumentException("tables must be at least 2, got " + tables);
    }
    if (rows < 0) {
      throw new IllegalArgumentException("rows must be at least 0, got " + rows);
    }
  }

  /** Makes it in an empty database. */
  public String script() {
    return Bookkeeping.read("/bench/product.sql")
        .replace(":tables", Integer.toString(tables))
        .replace(":rows", Long.toString(rows));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d tables, %,d rows", tables, rows);
  }
}
