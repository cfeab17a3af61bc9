package dev.rehome.purge;

import dev.rehome.journal.purge.Lifts;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import dev.rehome.model.StaleLease;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.Unit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes away for good what refuses a tenant at a cell that it has left, in every store of it. The
 * second time finds nothing.
 */
public final class Lifter {
  private final Lifts lifts;
  private final PurgedStores stores;

  /**
   * @param stores what knows how, by component
   * @param units what each component is counted in
   */
  public Lifter(Lifts lifts, Map<String, Purge> stores, Function<String, Unit> units) {
    this.lifts = lifts;
    this.stores = new PurgedStores(stores, units);
  }

  /**
   * How it ended.
   *
   * @param refused whether it may not be; nothing was changed then
   * @param removed what was taken away, in words, by component; without those that had nothing
   */
  public record Lifted(boolean refused, String sentence, Map<String, String> removed) {
    public Lifted {
      removed = Collections.unmodifiableMap(new LinkedHashMap<>(removed));
    }
  }

  /**
   * Lifts it.
   *
   * @param unpurged whether also where the tenant's rows are still there
   * @throws MoveFailed when it cannot
   * @throws PassingFault when a table is busy: some of it is still there, and refuses nobody
   */
  public Lifted lift(String tenant, String cell, boolean unpurged) {
    Lifts.Answer answer = lifts.claim(tenant, cell, unpurged);
    if (answer instanceof Lifts.Answer.Refused refused) {
      return new Lifted(true, refused.why(), Map.of());
    }
    Leftover left = ((Lifts.Answer.Granted) answer).left();
    try {
      Map<String, String> removed = removed(left);
      String what =
          removed.isEmpty()
              ? "nothing was left of it"
              : removed.values().stream().collect(Collectors.joining(", ")) + " taken away";
      String sentence = "%s is not refused at %s any more: %s".formatted(tenant, cell, what);
      lifts.ended(left.move(), true, sentence);
      return new Lifted(false, sentence, removed);
    } catch (MoveFailed | PassingFault | StaleLease e) {
      lifts.ended(left.move(), false, Reason.of(e));
      throw e;
    } finally {
      stores.release(left);
    }
  }

  private Map<String, String> removed(Leftover left) {
    Map<String, String> removed = new LinkedHashMap<>();
    stores
        .of(left)
        .forEach(
            (component, store) -> store.lift(left).ifPresent(what -> removed.put(component, what)));
    return removed;
  }
}
