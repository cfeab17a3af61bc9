package dev.rehome.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Every {@code rehome.} setting, read once at start.
 *
 * @param control the control store's database
 * @param cells by name; a component that a cell lacks is empty there
 */
public record Settings(
    Database control, Path inbox, Path snapshots, Limits limits, Map<String, Cell> cells) {
  public Settings {
    cells = Map.copyOf(cells);
  }

  /** The cell, if it is known. */
  public Optional<Cell> cell(String name) {
    return Optional.ofNullable(cells.get(name));
  }

  /**
   * Where a PostgreSQL is and who we are there.
   *
   * @param url JDBC, e.g. {@code jdbc:postgresql://127.0.0.1:5432/app}
   */
  public record Database(String url, String user, String password) {
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }
}
