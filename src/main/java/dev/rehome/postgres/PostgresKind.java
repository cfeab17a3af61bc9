package dev.rehome.postgres;

import dev.rehome.model.Phase;
import dev.rehome.postgres.purge.PostgresPurge;
import dev.rehome.postgres.settings.PostgresCell;
import dev.rehome.postgres.settings.PostgresReading;
import dev.rehome.postgres.side.PostgresCells;
import dev.rehome.settings.CellPart;
import dev.rehome.settings.Reading;
import dev.rehome.store.Component;
import dev.rehome.store.Host;
import dev.rehome.store.Kind;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.util.Optional;

/** A tenant's rows, with all that belongs to them in a PostgreSQL. */
public final class PostgresKind implements Kind {
  @Override
  public String name() {
    return PostgresCell.KIND;
  }

  @Override
  public SectionKeys keys() {
    return PostgresReading.KEYS;
  }

  @Override
  public CellPart read(Reading reading) {
    return new PostgresReading(reading).postgres();
  }

  @Override
  public Unit unit() {
    return new Unit("row");
  }

  /** {@inheritDoc} It is what a move is about. */
  @Override
  public boolean mayStayBehind() {
    return false;
  }

  /** {@inheritDoc} It refuses. */
  @Override
  public boolean mayBeObserved() {
    return false;
  }

  @Override
  public String step(Phase phase, int wave) {
    return phase == Phase.COPY ? ahead(wave) : fenced(wave);
  }

  private static String ahead(int wave) {
    return switch (wave) {
      case 0 -> "schema";
      case 1 -> "reference tables";
      case 2 -> "indexes of small tables";
      case 3 -> "guard of target";
      default -> "wave " + wave;
    };
  }

  private static String fenced(int wave) {
    return switch (wave) {
      case 0 -> "schema";
      case 1 -> "rows";
      case 2 -> "indexes, reference tables again";
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
