package dev.rehome.postgres.schema;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.PostgresSide;
import dev.rehome.postgres.schema.Look.Question;
import java.util.ArrayList;
import java.util.List;

/** Everything about PostgreSQL that could stop a move, or that its operator should know. */
public final class PostgresProblems {
  private static final List<Question> QUESTIONS =
      List.of(
          new TableProblems(),
          new RowProblems(),
          new SourceRights(),
          new TargetRights(),
          new TargetProblems(),
          new TakenNames(),
          new ReferenceProblems(),
          new SharedRules(),
          new NeighbourProblems(),
          new QuietProblems(),
          new Collisions(),
          new PredicateProblems(),
          new ExtensionProblems(),
          new RoleProblems(),
          new PrivilegeProblems(),
          new NameProblems(),
          new OutsideProblems(),
          new SuperuserProblems(),
          new StayingProblems(),
          new SizeProblems(),
          new ObjectReferenceProblems(),
          new DumpProblems());

  static final String UNREACHABLE = "cannot be connected to";

  private PostgresProblems() {}

  /**
   * Every finding, not only the first; changes nothing on either side. Where a side does not
   * answer, or the cells cannot be paired, what builds on that is not asked.
   *
   * @param rowBytesMax the setting {@code row-bytes-max}, bytes
   */
  public static List<Finding> find(
      PostgresSide source, PostgresSide target, Move move, long rowBytesMax) {
    List<Finding> findings = new ArrayList<>(PairProblems.ofSettings(source, target, move));
    findings.addAll(TlsProblems.ofSource(source));
    List<Finding> unreachable = ServerProblems.unreachable(source, target);
    findings.addAll(unreachable);
    if (unreachable.isEmpty()) {
      findings.addAll(AddressProblems.find(source, target));
      findings.addAll(ServerProblems.find(source, target));
      findings.addAll(PairProblems.missingSchemas(source, move));
    }
    if (findings.stream().anyMatch(Finding::blocks)) {
      return findings;
    }
    Look look;
    try {
      look = Look.at(source, target, move, rowBytesMax);
    } catch (RuntimeException e) {
      findings.add(unasked(source, "catalog", e));
      return findings;
    }
    for (Question question : QUESTIONS) {
      try {
        findings.addAll(question.ask(look));
      } catch (RuntimeException e) {
        findings.add(unasked(source, question.getClass().getSimpleName(), e));
      }
    }
    return findings;
  }

  /** Whether both sides answered, so that more can be asked of them. */
  public static boolean answered(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.problem().startsWith(UNREACHABLE));
  }

  private static Finding unasked(PostgresSide source, String what, RuntimeException cause) {
    return Finding.blocking(
        SchemaChunks.COMPONENT,
        source.cell() + " " + what,
        "could not be looked at: " + cause.getMessage(),
        "make the statement possible for the mover, then ask again");
  }
}
