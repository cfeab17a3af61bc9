package dev.rehome;

import dev.rehome.objects.ObjectsKind;
import dev.rehome.postgres.PostgresKind;
import dev.rehome.store.Kinds;
import java.util.List;

/** The kinds of stores that this program moves: one line each, in the order of the drain. */
public final class Registry {
  public static final Kinds KINDS = new Kinds(List.of(new PostgresKind(), new ObjectsKind()));

  private Registry() {}
}
