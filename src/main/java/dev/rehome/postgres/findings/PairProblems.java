package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.scope.ScopeReader;
import dev.rehome.postgres.settings.Isolation;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Whether the two cells can be source and target of one move at all. */
final class PairProblems {
  private PairProblems() {}

  /** What the settings alone tell. */
  static List<Finding> ofSettings(PostgresSide source, PostgresSide target, Move move) {
    List<Finding> findings = new ArrayList<>();
    String cells = source.cell() + " to " + target.cell();
    Isolation from = source.settings().isolation();
    Isolation to = target.settings().isolation();
    if (!supported(from, to)) {
      findings.add(
          blocking(
              cells,
              "moves from isolation " + from + " to " + to + " are not supported",
              "supported are all but database to schema"));
    }
    List<String> there = ScopeReader.schemas(source, move);
    List<String> here = ScopeReader.schemas(target, move);
    if (there.size() != here.size()) {
      findings.add(
          blocking(
              cells,
              "%d schemas %s against %d %s".formatted(there.size(), there, here.size(), here),
              "name as many schemas for both; the source's nth becomes the target's nth"));
    }
    twice(findings, source, there);
    twice(findings, target, here);
    return findings;
  }

  /** The source's schemas that are not there. */
  static List<Finding> missingSchemas(PostgresSide source, Move move) {
    List<String> wanted = ScopeReader.schemas(source, move);
    List<String> found =
        source.with(
            connection ->
                Rows.strings(
                    connection,
                    "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY (?)",
                    wanted));
    return wanted.stream()
        .filter(schema -> !found.contains(schema))
        .map(
            schema ->
                blocking(
                    source.cell() + " schema " + schema,
                    "is not in the source",
                    "correct rehome.cell." + source.cell() + ".postgres.schemas or the tenant"))
        .toList();
  }

  private static boolean supported(Isolation from, Isolation to) {
    return from != Isolation.DATABASE || to != Isolation.SCHEMA;
  }

  private static void twice(List<Finding> findings, PostgresSide side, List<String> schemas) {
    if (new HashSet<>(schemas).size() < schemas.size()) {
      findings.add(
          blocking(
              side.cell(),
              "the schemas " + schemas + " name one twice",
              "name each schema once in rehome.cell." + side.cell() + ".postgres.schemas"));
    }
  }

  private static Finding blocking(String subject, String problem, String remedy) {
    return Finding.blocking(PostgresSide.COMPONENT, subject, problem, remedy);
  }
}
