package dev.rehome.pipeline;

import dev.rehome.Registry;
import dev.rehome.journal.ControlStore;
import dev.rehome.phases.work.Components;
import dev.rehome.phases.work.Held;
import dev.rehome.sandbox.servers.PostgresServer;
import dev.rehome.settings.Cell;
import dev.rehome.settings.Limits;
import dev.rehome.settings.Settings;
import dev.rehome.store.Component;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The real routes and a real control store over stores in memory, which every cell has. */
final class FakePipeline {
  private FakePipeline() {}

  static Pipeline start(
      PostgresServer control,
      Path directory,
      Path routes,
      Map<String, Cell> cells,
      FakeComponent... stores) {
    Settings settings =
        new Settings(
            control.superuser(), directory.resolve("inbox"), directory, Limits.DEFAULTS, cells);
    Set<String> names = Arrays.stream(stores).map(FakeComponent::name).collect(Collectors.toSet());
    Wiring wiring =
        new Wiring(
            Registry.KINDS,
            settings,
            ControlStore.open(settings.control()),
            new Components(List.<Component>of(stores), cell -> Optional.of(names)),
            new CamelRoutes(),
            new Held(),
            Optional.empty());
    return Pipeline.start(wiring, routes, (file, content) -> List.of(), false);
  }
}
