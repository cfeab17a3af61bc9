package dev.rehome.sandbox;

import dev.rehome.sandbox.ObjectFiles.File;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What is promised of a tenant's files, and whether it is so: before the move, and after. */
final class ObjectClaims {
  private final SandboxObjects objects;
  private final String tenant;
  private final String neighbour;
  private final SortedMap<String, File> before;
  private final SortedMap<String, String> neighbourBefore;

  /** Looks at how it is before. */
  ObjectClaims(SandboxObjects objects, String tenant, String neighbour) {
    this.objects = objects;
    this.tenant = tenant;
    this.neighbour = neighbour;
    this.before = objects.east(tenant).read();
    this.neighbourBefore = objects.east(neighbour).stamps();
  }

  /** How many files each tenant has. */
  List<List<String>> counts() {
    return List.of(
        List.of(tenant, Screen.count(before.size()), megabytes()),
        List.of(neighbour, Screen.count(neighbourBefore.size()), ""));
  }

  private String megabytes() {
    return "%.1f MiB".formatted(before.values().stream().mapToLong(File::bytes).sum() / 1048576.0);
  }

  /** How it is now. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    SortedMap<String, File> west = objects.west().read();
    List<String> differ = ObjectFiles.differences(before, west);
    facts.add(
        new Fact(
            "every object of %s is in us_west, its bytes, type and metadata the same"
                .formatted(tenant),
            differ.isEmpty() && !west.isEmpty(),
            "%s of %s, %s%s"
                .formatted(
                    Screen.count(west.size()),
                    Screen.count(before.size()),
                    megabytes(),
                    differ.isEmpty() ? "" : ", not equal: " + differ)));
    long inBucket = objects.west().inBucket();
    facts.add(
        new Fact(
            "us_west's bucket holds nothing else",
            inBucket == before.size(),
            Screen.count(inBucket) + " objects"));
    List<String> gone = ObjectFiles.differences(before, objects.east(tenant).read());
    facts.add(
        new Fact(
            "the objects of %s at us_east are as they were".formatted(tenant),
            gone.isEmpty(),
            gone.isEmpty() ? Screen.count(before.size()) + " objects" : gone.toString()));
    SortedMap<String, String> after = objects.east(neighbour).stamps();
    facts.add(
        new Fact(
            "no object of %s was touched".formatted(neighbour),
            after.equals(neighbourBefore),
            "%s before, %s after"
                .formatted(Screen.count(neighbourBefore.size()), Screen.count(after.size()))));
    int open = objects.west().openUploads() + objects.east(tenant).openUploads();
    facts.add(new Fact("no upload is left open", open == 0, open + " open"));
    return facts;
  }
}
