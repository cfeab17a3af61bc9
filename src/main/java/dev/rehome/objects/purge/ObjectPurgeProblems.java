package dev.rehome.objects.purge;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.FewNames;
import dev.rehome.objects.ObjectCells;
import dev.rehome.objects.Versions;
import dev.rehome.store.Leftover;
import dev.rehome.store.Purge;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is left at the source, and what keeps it from being deleted: one listing of the source and
 * one of the serving cell. Reads only.
 */
final class ObjectPurgeProblems {
  private final ObjectBook book;
  private final Leftover leftover;
  private final BucketSide source;
  private final List<Finding> findings = new ArrayList<>();
  private final Optional<BucketSide> serving;
  private String noServing = "";

  ObjectPurgeProblems(ObjectCells cells, ObjectBook book, Leftover leftover) {
    this.book = book;
    this.leftover = leftover;
    this.source = cells.source(leftover.move());
    this.serving = serving(cells);
  }

  private Optional<BucketSide> serving(ObjectCells cells) {
    try {
      return Optional.of(ServingBucket.side(cells, leftover));
    } catch (MoveFailed e) {
      noServing = e.getMessage();
      return Optional.empty();
    }
  }

  Purge.Found look() {
    BitSet held = held();
    FewNames strays = new FewNames();
    FewNames lacking = new FewNames();
    long rows = 0;
    for (List<ObjectEntry> page : source.pages("")) {
      Map<String, ObjectEntry> listed =
          book.find(leftover.move(), page.stream().map(ObjectEntry::name).toList());
      for (ObjectEntry seen : page) {
        ObjectEntry entry = listed.get(seen.name());
        String why = Strays.why(entry, seen);
        if (!why.isEmpty()) {
          strays.add(seen.name(), why);
        } else {
          rows++;
          if (!held.get(Math.toIntExact(entry.number()))) {
            lacking.add(seen.name());
          }
        }
      }
    }
    tell(rows, strays, lacking, held.isEmpty());
    return new Purge.Found(rows, findings);
  }

  /** By number, which of the listed objects the serving cell holds. */
  private BitSet held() {
    BitSet held = new BitSet();
    serving.ifPresent(
        side -> {
          for (List<ObjectEntry> page : side.pages("")) {
            book.find(leftover.move(), page.stream().map(ObjectEntry::name).toList())
                .values()
                .forEach(entry -> held.set(Math.toIntExact(entry.number())));
          }
        });
    return held;
  }

  private void tell(long rows, FewNames strays, FewNames lacking, boolean empty) {
    if (!strays.isEmpty()) {
      block(
          source.toString(),
          "strays block the purge: %s".formatted(strays),
          "see who wrote them, bring them to %s by hand if they are wanted, and delete them here"
              .formatted(leftover.serving()));
    }
    if (rows + strays.count() > 0 && serving.isEmpty()) {
      block(
          leftover.serving(),
          noServing,
          "find out where the tenant's objects are served from before anything is deleted");
    } else if (rows > 0 && empty) {
      block(
          serving.orElseThrow().toString(),
          "serves the tenant and holds none of the objects that were moved",
          "find out where the tenant's objects are before anything is deleted; if it has deleted them all, delete them at %s by hand"
              .formatted(source.cell()));
    } else if (!lacking.isEmpty()) {
      findings.add(
          Finding.note(
              ObjectsPurge.NAME,
              serving.orElseThrow().toString(),
              "has no more %,d of the objects that were moved: %s"
                  .formatted(lacking.count(), lacking),
              "nothing need be done if the tenant has deleted them since"));
    }
    if (!leftover.begun() && rows > 0 && Versions.of(source) == Versions.KEPT) {
      findings.add(
          Finding.note(
              ObjectsPurge.NAME,
              source.toString(),
              "the bucket keeps versions: what is deleted stays as an older version",
              "let a lifecycle rule expire older versions"));
    }
  }

  private void block(String subject, String problem, String remedy) {
    findings.add(Finding.blocking(ObjectsPurge.NAME, subject, problem, remedy));
  }
}
