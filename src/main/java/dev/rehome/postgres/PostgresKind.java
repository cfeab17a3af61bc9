package dev.rehome.postgres;

import dev.rehome.postgres.purge.PostgresPurge;
import dev.rehome.store.Component;
import dev.rehome.store.Host;
import dev.rehome.store.Kind;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.util.Optional;

/** A tenant's rows, with all that belongs to them in a PostgreSQL. */
public final class PostgresKind implements Kind {
  static final String NAME = "postgres";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Unit unit() {
    return new Unit("row");
  }

  @Override
  public String step(int wave) {
    return switch (wave) {
      case 0 -> "schema";
      case 1 -> "rows";
      case 2 -> "indexes";
      case 3 -> "rest of schema";
      case 4 -> "sequences";
      case 5 -> "guard of target";
      default -> "wave " + wave;
    };
  }

  @Override
  public Component component(Host host) {
    return new PostgresComponent(host);
  }

  @Override
  public Optional<Purge> purge(Host host) {
    return Optional.of(new PostgresPurge(new PostgresCells(host.settings())));
  }
}
