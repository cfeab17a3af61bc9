package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tables go first: those that refer to others, and those whose predicate reads others, before
 * these. Tables in a circle go together.
 */
final class DeletionOrder {
  private final Remains remains;
  private final List<ScopedTable> tables;

  /** For each table those that go later, at last also by way of others. */
  private final List<BitSet> later = new ArrayList<>();

  private DeletionOrder(Remains remains) {
    this.remains = remains;
    this.tables = remains.tables();
    tables.forEach(table -> later.add(new BitSet()));
    for (ForeignKey key : remains.keys()) {
      Optional<Integer> child = index(key.child().table());
      Optional<Integer> parent = index(key.parent().table());
      if (child.isPresent() && parent.isPresent()) {
        later.get(child.get()).set(parent.get());
      }
    }
    for (int i = 0; i < tables.size(); i++) {
      for (int j = 0; j < tables.size(); j++) {
        if (reads(tables.get(i), tables.get(j))) {
          later.get(i).set(j);
        }
      }
    }
    for (int via = 0; via < tables.size(); via++) {
      for (BitSet from : later) {
        if (from.get(via)) {
          from.or(later.get(via));
        }
      }
    }
  }

  /** The groups, first ones first. */
  static List<Group> of(Remains remains) {
    return new DeletionOrder(remains).groups();
  }

  private Optional<Integer> index(TableName name) {
    return remains.table(name).map(tables::indexOf);
  }

  /**
   * A name in the text of a condition, other than before a column's: too many do no harm, but too
   * few would.
   */
  private static boolean reads(ScopedTable table, ScopedTable other) {
    return table.reach() instanceof Reach.ByPredicate by
        && Pattern.compile(
                "(?<![\\w$])" + Pattern.quote(other.source().table()) + "(?![\\w$]|\"?\\s*\\.)",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS)
            .matcher(by.condition())
            .find();
  }

  private List<Group> groups() {
    // who comes before another has more that comes after it
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      sorted.add(i);
    }
    sorted.sort(
        Comparator.<Integer>comparingInt(i -> -later.get(i).cardinality())
            .thenComparing(i -> tables.get(i).source()));
    List<Group> groups = new ArrayList<>();
    BitSet taken = new BitSet();
    for (int i : sorted) {
      if (!taken.get(i)) {
        List<ScopedTable> members = new ArrayList<>();
        for (int j : sorted) {
          if (j == i || (later.get(i).get(j) && later.get(j).get(i))) {
            members.add(tables.get(j));
            taken.set(j);
          }
        }
        groups.add(group(members));
      }
    }
    return groups;
  }

  private Group group(List<ScopedTable> members) {
    List<Part> parts =
        members.stream().flatMap(t -> Part.of(t, remains.tenantId()).stream()).toList();
    List<ForeignKey> into =
        remains.keys().stream()
            .filter(
                key -> remains.table(key.parent().table()).filter(members::contains).isPresent())
            .toList();
    List<ForeignKey> circle = into.stream().filter(key -> child(key, members).isPresent()).toList();
    boolean byPredicate =
        members.stream().anyMatch(a -> members.stream().anyMatch(b -> reads(a, b)));
    boolean intoPart =
        circle.stream()
            .anyMatch(
                key ->
                    key.parent().partitioned()
                        && members.stream()
                            .noneMatch(t -> t.source().equals(key.parent().table())));
    List<Group.Watched> watched =
        into.stream()
            .filter(key -> !remains.within(key))
            .map(key -> remains.watched(key, members::contains))
            .toList();
    String name =
        String.join(", ", members.stream().map(member -> member.source().toString()).toList());
    return new Group(name, parts, circle, !byPredicate && !intoPart, watched);
  }

  private Optional<ScopedTable> child(ForeignKey key, List<ScopedTable> members) {
    return remains.table(key.child().table()).filter(members::contains);
  }
}
