package dev.rehome.sandbox.demo;

import dev.rehome.sandbox.SandboxObjects;
import dev.rehome.sandbox.product.ObjectFiles.File;
import dev.rehome.sandbox.product.ObjectFiles.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is promised of a tenant's files, and whether it is so: before the move, and after. */
final class ObjectClaims {
  private static final int NAMED_MAX = 5;

  private final SandboxObjects objects;
  private final String tenant;
  private final String neighbour;
  private final SortedMap<String, File> before;
  private final SortedMap<String, Stamp> neighbourBefore;

  /** Looks at how it is before. */
  ObjectClaims(SandboxObjects objects, String tenant, String neighbour)
      throws InterruptedException {
    this.objects = objects;
    this.tenant = tenant;
    this.neighbour = neighbour;
    this.before = objects.east(tenant).read();
    this.neighbourBefore = objects.east(neighbour).stamps();
  }

  /** How many files and bytes each tenant had before. */
  Map<String, Counts> counts() {
    Map<String, Counts> counts = new TreeMap<>();
    counts.put(
        tenant, new Counts(before.size(), before.values().stream().mapToLong(File::bytes).sum()));
    counts.put(
        neighbour,
        new Counts(
            neighbourBefore.size(),
            neighbourBefore.values().stream().mapToLong(Stamp::bytes).sum()));
    return counts;
  }

  /** How many files, and how large they are together. */
  record Counts(int objects, long bytes) {}

  /**
   * How it is now.
   *
   * @param moved whether the move says so; else nothing of it may be left in us_west
   */
  List<Fact> facts(boolean moved) throws InterruptedException {
    List<Fact> facts = new ArrayList<>();
    if (moved) {
      facts.add(arrived());
    }
    facts.add(nothingElse(moved));
    facts.add(
        same(
            "the objects of %s are still in us_east, as they were".formatted(tenant),
            before,
            objects.east(tenant).read()));
    facts.add(untouched());
    List<String> open =
        Stream.of(objects.west(), objects.east(tenant))
            .flatMap(files -> files.openUploads().stream())
            .toList();
    facts.add(new Fact("no upload is left open", open.isEmpty(), open.size() + named(open)));
    return facts;
  }

  private Fact arrived() throws InterruptedException {
    SortedMap<String, File> west = new TreeMap<>(objects.west().read());
    west.keySet().retainAll(before.keySet());
    return same(
        "every object of %s is in us_west: content, type and metadata".formatted(tenant),
        before,
        west);
  }

  private static Fact same(
      String claim, SortedMap<String, File> expected, SortedMap<String, File> found) {
    List<String> differ = differences(expected, found);
    return new Fact(
        claim,
        differ.isEmpty() && !expected.isEmpty(),
        "%s; %s%s".formatted(ObjectSum.of(expected), ObjectSum.of(found), named(differ)));
  }

  private Fact nothingElse(boolean moved) {
    String prefix = objects.west().prefix();
    Predicate<String> expected =
        key ->
            moved && key.startsWith(prefix) && before.containsKey(key.substring(prefix.length()));
    List<String> strangers = objects.west().inBucket().stream().filter(expected.negate()).toList();
    return new Fact(
        moved ? "us_west's bucket holds nothing else" : "us_west's bucket holds nothing",
        strangers.isEmpty(),
        strangers.size() + " strangers" + named(strangers));
  }

  private Fact untouched() {
    SortedMap<String, Stamp> after = objects.east(neighbour).stamps();
    List<String> differ = differences(neighbourBefore, after);
    return new Fact(
        "no object of %s was touched".formatted(neighbour),
        differ.isEmpty() && !neighbourBefore.isEmpty(),
        "%s before, %s after%s"
            .formatted(
                Screen.count(neighbourBefore.size()), Screen.count(after.size()), named(differ)));
  }

  /** The names that one side has and the other has not, or has otherwise. */
  private static <V> List<String> differences(
      SortedMap<String, V> here, SortedMap<String, V> there) {
    TreeSet<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    names.removeIf(name -> here.containsKey(name) && here.get(name).equals(there.get(name)));
    return List.copyOf(names);
  }

  private static String named(List<String> names) {
    return names.isEmpty() ? "" : ", e.g. " + names.subList(0, Math.min(NAMED_MAX, names.size()));
  }
}
