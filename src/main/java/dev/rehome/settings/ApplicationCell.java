package dev.rehome.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a cell's application is told of a move, and asked whether it works.
 *
 * @param hooks what is called, and when
 * @param healthUrls answer 2xx when the application works, where this cell is the target; secrets
 * @param queryTests a folder of {@code .sql} files that must hold, where this cell is the target
 */
public record ApplicationCell(
    Map<Hook.Point, Hook> hooks, List<URI> healthUrls, Optional<Path> queryTests) {
  public static final ApplicationCell NONE =
      new ApplicationCell(Map.of(), List.of(), Optional.empty());

  public ApplicationCell {
    hooks = Map.copyOf(hooks);
    healthUrls = List.copyOf(healthUrls);
  }

  public Optional<Hook> hook(Hook.Point point) {
    return Optional.ofNullable(hooks.get(point));
  }

  /** Without any value that may be a secret. */
  @Override
  public String toString() {
    return "hooks " + hooks + ", health " + healthUrls.stream().map(Hook::shown).toList();
  }
}
