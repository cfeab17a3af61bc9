package dev.rehome.postgres.proof;

import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.proof.BothSides.Answers;
import dev.rehome.postgres.proof.ColumnRows.Taker;
import dev.rehome.postgres.scope.ObjectColumn;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.store.objects.ObjectBook;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A column with references to objects: what it must hold in the target, and what it names. */
final class ObjectColumnProof {
  private final TableProof table;
  private final ObjectTexts texts;
  private final ObjectTranslation translation;
  private final ObjectColumn column;

  ObjectColumnProof(TableProof table, ObjectColumn column) {
    this.table = table;
    this.column = column;
    this.texts = new ObjectTexts(column);
    this.translation = new ObjectTranslation(column.places());
  }

  /**
   * Every row's value in the target is the source's with each reference translated once, by code
   * that shares nothing with the copier's.
   */
  Verdict rewritten(PlannedCheck check) {
    ColumnRows rows = rows();
    Answers<String> seen =
        table
            .sides()
            .ask(
                source -> {
                  SumDigest digest = new SumDigest();
                  rows.read(
                      source,
                      table.sourceFrom(),
                      table.sourceWhere(),
                      taker(digest, translation::translated));
                  return shown(digest);
                },
                target -> {
                  SumDigest digest = new SumDigest();
                  rows.read(
                      target, table.targetFrom(), table.targetWhere(), taker(digest, text -> text));
                  return shown(digest);
                });
    return new Verdict(check, seen.equal(), seen.source(), seen.target());
  }

  private Taker taker(SumDigest digest, UnaryOperator<String> each) {
    Predicate<String> concerns = translation::concerns;
    return (row, value) ->
        digest.add(
            row, value.map(text -> "=" + texts.replaced(text, each, concerns)).orElse("null"));
  }

  private static String shown(SumDigest digest) {
    return digest.count() + ":" + digest.sum();
  }

  /**
   * Every reference in the target's rows names an object of the list that the move proves, but for
   * those that named none at the source either: only where there are some, the source is read.
   */
  Verdict exist(PlannedCheck check, ObjectBook book) {
    if (!book.listing(table.sides().move()).complete()) {
      return new Verdict(check, false, "all objects", "the list of objects is not complete");
    }
    ColumnRows rows = rows();
    NamedObjects target =
        table
            .sides()
            .target(
                named(rows, book, table.targetFrom(), table.targetWhere(), translation::atTarget));
    if (target.dangling().equals(NamedObjects.NONE)) {
      return new Verdict(check, true, NamedObjects.NONE, target.shown());
    }
    NamedObjects source =
        table
            .sides()
            .source(
                named(rows, book, table.sourceFrom(), table.sourceWhere(), translation::atSource));
    boolean same = target.dangling().equals(source.dangling());
    return new Verdict(check, same, source.shown(), target.shown());
  }

  private PostgresSide.Work<NamedObjects> named(
      ColumnRows rows,
      ObjectBook book,
      String from,
      String where,
      Function<String, Optional<ObjectAddress>> read) {
    return connection -> {
      NamedObjects named = new NamedObjects(book, table.sides().move());
      rows.read(
          connection,
          from,
          where,
          (row, value) ->
              value.map(texts::in).stream()
                  .flatMap(List::stream)
                  .map(read)
                  .flatMap(Optional::stream)
                  .forEach(named::add));
      return named;
    };
  }

  private ColumnRows rows() {
    return new ColumnRows(table.table(), column, table.unchanged());
  }
}
