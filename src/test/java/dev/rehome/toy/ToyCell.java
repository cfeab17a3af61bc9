package dev.rehome.toy;

import dev.rehome.settings.CellPart;
import java.util.stream.Stream;

/**
 * The settings {@code rehome.cell.NAME.toy.*}.
 *
 * @param token a secret
 */
record ToyCell(String shelf, String token) implements CellPart {
  @Override
  public String kind() {
    return "toy";
  }

  @Override
  public Stream<String> secrets() {
    return Stream.of(token);
  }

  @Override
  public boolean severalTenants() {
    return true;
  }
}
