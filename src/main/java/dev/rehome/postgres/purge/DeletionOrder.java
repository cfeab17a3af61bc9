package dev.rehome.postgres.purge;

import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which tables go first: those that refer to others, and those whose predicate reads others, before
 * these. Tables in a circle go together.
 */
final class DeletionOrder {
  private final Remains remains;
  private final List<ScopedTable> tables;
  private final IntStream.Builder from = IntStream.builder();
  private final IntStream.Builder to = IntStream.builder();

  private DeletionOrder(Remains remains) {
    this.remains = remains;
    this.tables = remains.tables();
  }

  /**
   * The groups, first ones first.
   *
   * @param reads what the predicate of a table reads
   */
  static List<Group> of(Remains remains, Map<TableName, Set<TableName>> reads) {
    DeletionOrder order = new DeletionOrder(remains);
    remains.keys().forEach(key -> order.before(key.child().table(), key.parent().table()));
    reads.forEach((reader, read) -> read.forEach(one -> order.before(reader, one)));
    return StrongComponents.inOrder(
            order.tables.size(), order.from.build().toArray(), order.to.build().toArray())
        .stream()
        .map(members -> Arrays.stream(members).sorted().mapToObj(order.tables::get).toList())
        .map(order::group)
        .toList();
  }

  private void before(TableName first, TableName second) {
    Optional<ScopedTable> one = remains.table(first);
    Optional<ScopedTable> other = remains.table(second);
    if (one.isPresent() && other.isPresent()) {
      from.add(tables.indexOf(one.get()));
      to.add(tables.indexOf(other.get()));
    }
  }

  private Group group(List<ScopedTable> members) {
    List<Part> parts = new ArrayList<>();
    members.forEach(
        table -> parts.addAll(Part.of(table, remains.where(table), remains.others(table))));
    List<ForeignKey> into =
        remains.keys().stream().filter(key -> in(members, key.parent())).toList();
    List<ForeignKey> circle = into.stream().filter(key -> in(members, key.child())).toList();
    List<Group.Watched> watched =
        into.stream()
            .filter(key -> !remains.within(key))
            .map(key -> remains.watched(key, members::contains))
            .toList();
    String name =
        String.join(", ", members.stream().map(member -> member.source().toString()).toList());
    return new Group(name, parts, circle, watched);
  }

  private boolean in(List<ScopedTable> members, ForeignKey.Side side) {
    return remains.table(side.table()).filter(members::contains).isPresent();
  }
}
