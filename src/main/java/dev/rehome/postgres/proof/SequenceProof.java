package dev.rehome.postgres.proof;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.TableName;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * That the target's sequences give nothing again that the source's gave.
 *
 * @param noted each sequence's next value when the target's was set; the source of now counts for
 *     one that is missing
 */
record SequenceProof(BothSides sides, Map<String, String> noted) {
  /** The verdicts, in the order of the checks; reads each side once. */
  List<Verdict> verdicts(List<PlannedCheck> checks) {
    List<PlannedCheck> open =
        checks.stream().filter(check -> !noted.containsKey(check.subject())).toList();
    List<TableName> names = open.stream().map(check -> source(check.subject())).toList();
    List<NextValue> now =
        open.isEmpty() ? List.of() : sides.source(source -> NextValue.read(source, names));
    List<TableName> targets =
        checks.stream().map(check -> target(source(check.subject()))).toList();
    List<NextValue> next = sides.target(target -> NextValue.read(target, targets));
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      PlannedCheck check = checks.get(i);
      String planned = noted.get(check.subject());
      BigInteger least =
          planned == null ? now.get(open.indexOf(check)).value() : new BigInteger(planned);
      verdicts.add(
          new Verdict(
              check,
              next.get(i).atOrPast(least),
              least.toString(),
              next.get(i).value().toString()));
    }
    return verdicts;
  }

  private TableName source(String subject) {
    return sides.scope().schemas().stream()
        .filter(pair -> subject.startsWith(pair.source() + "."))
        .findFirst()
        .map(pair -> new TableName(pair.source(), subject.substring(pair.source().length() + 1)))
        .orElseThrow(() -> new MoveFailed("sequence " + subject + " is in no schema of the move"));
  }

  private TableName target(TableName source) {
    return sides.scope().schemas().stream()
        .filter(pair -> pair.source().equals(source.schema()))
        .map(SchemaPair::target)
        .findFirst()
        .map(schema -> new TableName(schema, source.table()))
        .orElseThrow();
  }
}
