package dev.rehome.objects;

import dev.rehome.model.Phase;
import dev.rehome.objects.purge.ObjectsPurge;
import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.objects.settings.ObjectsReading;
import dev.rehome.settings.CellPart;
import dev.rehome.settings.Reading;
import dev.rehome.store.Component;
import dev.rehome.store.Host;
import dev.rehome.store.Kind;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.util.List;
import java.util.Optional;

/** A tenant's objects in a bucket. */
public final class ObjectsKind implements Kind {
  @Override
  public String name() {
    return ObjectsCell.KIND;
  }

  @Override
  public SectionKeys keys() {
    return ObjectsReading.KEYS;
  }

  @Override
  public CellPart read(Reading reading) {
    return new ObjectsReading(reading).objects();
  }

  @Override
  public Unit unit() {
    return new Unit("object");
  }

  @Override
  public String step(Phase phase, int wave) {
    return switch (wave) {
      case 0 -> "objects";
      case 1 -> "open uploads";
      default -> "wave " + wave;
    };
  }

  @Override
  public Component component(Host host) {
    return new ObjectsComponent(host);
  }

  @Override
  public Optional<Purge> purge(Host host) {
    return Optional.of(
        new ObjectsPurge(
            new ObjectCells(host.settings(), host.turns()), host.objects(), host.lease()::confirm));
  }

  @Override
  public List<String> tables() {
    return List.of("objects", "object_lists");
  }
}
