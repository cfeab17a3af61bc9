package dev.rehome.objects.proof;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.objects.Answers;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.proof.ContentComparison.How;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether each object of a range is the same on both sides: content, attributes and tags; and
 * whether the source's is, after the copy, the one that was listed.
 */
final class ContentCheck {
  private static final Set<Integer> OTHER_NOW = Set.of(Answers.NOT_FOUND, Answers.CHANGED);

  private final ObjectCells cells;
  private final ObjectBook book;
  private final Tags tags = new Tags();

  ContentCheck(ObjectCells cells, ObjectBook book) {
    this.cells = cells;
    this.book = book;
  }

  /**
   * What was seen of one object.
   *
   * @param problem empty if there is none
   * @param how has shown the contents equal; null with a problem
   * @param meanwhile whether the tenant has written it since it was listed, as it may in a
   *     rehearsal
   */
  private record Found(String name, String problem, How how, boolean meanwhile) {
    Found(String name, String problem, How how) {
      this(name, problem, how, false);
    }
  }

  private static Found rehearsed(BucketSide source, ObjectEntry entry, Found found) {
    if (found.problem().isEmpty()) {
      return found;
    }
    boolean still = Seen.of(source, entry.name()).filter(now -> now.is(entry)).isPresent();
    return still ? found : new Found(entry.name(), "", null, true);
  }

  Verdict check(Move move, PlannedCheck check) {
    Range range = Range.of(check.subject());
    List<ObjectEntry> entries = book.entries(move, range.first(), range.last());
    BucketSide source = cells.source(move);
    BucketSide target = cells.target(move);
    List<Found> all =
        source.each(
            entries,
            entry -> {
              Found found = found(source, target, entry);
              return move.options().rehearsal() ? rehearsed(source, entry, found) : found;
            });
    FewNames culprits = new FewNames();
    Map<How, Long> proven = new EnumMap<>(How.class);
    long meanwhile = 0;
    for (Found found : all) {
      if (found.meanwhile()) {
        meanwhile++;
      } else if (found.problem().isEmpty()) {
        proven.merge(found.how(), 1L, Long::sum);
      } else {
        culprits.add(found.name(), found.problem());
      }
    }
    return new Verdict(
        check,
        culprits.isEmpty() && all.size() == range.count(),
        "%,d objects".formatted(entries.size()),
        "%,d alike%s%s%s"
            .formatted(
                all.size() - culprits.count() - meanwhile,
                told(proven),
                meanwhile == 0 ? "" : "; %,d written meanwhile".formatted(meanwhile),
                culprits.isEmpty() ? "" : "; not alike: " + culprits));
  }

  private static String told(Map<How, Long> proven) {
    List<String> ways = new ArrayList<>();
    proven.forEach(
        (how, count) ->
            ways.add(
                switch (how) {
                  case CHECKSUM -> "%,d by the stores' SHA-256".formatted(count);
                  case READ -> "%,d read".formatted(count);
                  case ETAG -> "%,d by ETag".formatted(count);
                  case SIZE -> "%,d by size".formatted(count);
                }));
    return ways.isEmpty() ? "" : " (" + String.join(", ", ways) + ")";
  }

  private Found found(BucketSide source, BucketSide target, ObjectEntry entry) {
    try {
      return compared(source, target, entry);
    } catch (MoveFailed e) {
      if (OTHER_NOW.contains(Answers.status(e))) {
        return new Found(entry.name(), "written while it was read", null);
      }
      throw e;
    }
  }

  private Found compared(BucketSide source, BucketSide target, ObjectEntry entry) {
    Optional<Seen> here = Seen.of(source, entry.name());
    Optional<Seen> there = Seen.of(target, entry.name());
    if (here.isEmpty() || there.isEmpty()) {
      return new Found(
          entry.name(), here.isEmpty() ? "gone at the source" : "missing at the target", null);
    }
    if (!here.get().is(entry)) {
      return new Found(entry.name(), "changed at the source", null);
    }
    List<String> differing = new ArrayList<>();
    Optional<How> how =
        new ContentComparison(source, target, source.settings().verify())
            .same(entry.name(), here.get(), there.get());
    if (how.isEmpty()) {
      differing.add(
          here.get().bytes() == there.get().bytes()
              ? "content"
              : "%,d bytes instead of %,d".formatted(there.get().bytes(), here.get().bytes()));
    }
    differing.addAll(Attributes.differing(here.get(), there.get()));
    boolean tagged = tags.mayHave(source, here.get()) || tags.mayHave(target, there.get());
    if (tagged && !tags.of(source, entry.name()).equals(tags.of(target, entry.name()))) {
      differing.add("tags");
    }
    return new Found(entry.name(), String.join(", ", differing), how.orElse(null));
  }
}
