package dev.rehome.toy;

import dev.rehome.model.Phase;
import dev.rehome.settings.CellPart;
import dev.rehome.settings.Reading;
import dev.rehome.store.Component;
import dev.rehome.store.Host;
import dev.rehome.store.Kind;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.util.Optional;
import java.util.Set;

/** A kind of store that only tests know. */
final class ToyKind implements Kind {
  /** The name of a thing whose copy goes wrong. */
  static final String CURSED = "cursed";

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public SectionKeys keys() {
    return new SectionKeys(Set.of("shelf"), Set.of("token"));
  }

  @Override
  public CellPart read(Reading reading) {
    return new ToyCell(
        reading.required("shelf", "it names a shelf"), reading.text("token").orElse(""));
  }

  @Override
  public Unit unit() {
    return new Unit("thing");
  }

  @Override
  public String step(Phase phase, int wave) {
    return "things";
  }

  @Override
  public Component component(Host host) {
    return new ToyComponent(host);
  }

  @Override
  public Optional<Purge> purge(Host host) {
    return Optional.of(new ToyPurge(host));
  }
}
