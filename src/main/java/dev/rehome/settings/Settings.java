package dev.rehome.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Every {@code rehome.} setting, read once at start.
 *
 * @param control the control store's database
 * @param snapshotWrite whether moves write their point-in-time artifact
 * @param cells that were there at start, by name; a component that a cell lacks is empty there
 * @param later finds a cell that was not there at start
 */
public record Settings(
    Database control,
    Path inbox,
    Path snapshots,
    boolean snapshotWrite,
    Limits limits,
    Map<String, Cell> cells,
    Function<String, Optional<Cell>> later) {
  public Settings {
    cells = Map.copyOf(cells);
  }

  /** Settings whose cells are all there, and whose moves write their artifacts. */
  public Settings(
      Database control, Path inbox, Path snapshots, Limits limits, Map<String, Cell> cells) {
    this(control, inbox, snapshots, true, limits, cells, name -> Optional.empty());
  }

  /**
   * The cell, if it is known. One that was not there at start is read from its file when it is
   * first named, and is then the same for good; {@link SettingsFault} says what is wrong with it.
   */
  public Optional<Cell> cell(String name) {
    Cell known = cells.get(name);
    return known != null ? Optional.of(known) : later.apply(name);
  }

  /**
   * Where a PostgreSQL is and who we are there.
   *
   * @param url JDBC, e.g. {@code jdbc:postgresql://127.0.0.1:5432/app}
   */
  public record Database(String url, String user, String password) {
    private static final Pattern SECRET = Pattern.compile("(?i)([?&](?:ssl)?password=)[^&]*");

    /** Without what an address may hold of secrets. */
    @Override
    public String toString() {
      return SECRET.matcher(url).replaceAll("$1…") + " as " + user;
    }
  }
}
