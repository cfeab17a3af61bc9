package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.model.Move;
import dev.rehome.postgres.findings.rights.PrivilegeProblems;
import dev.rehome.postgres.findings.rights.RoleProblems;
import dev.rehome.postgres.findings.rights.SourceRights;
import dev.rehome.postgres.findings.rights.SuperuserProblems;
import dev.rehome.postgres.findings.rights.TargetRights;
import dev.rehome.postgres.findings.rows.Collisions;
import dev.rehome.postgres.findings.rows.ConfiguredRows;
import dev.rehome.postgres.findings.rows.DedicatedProblems;
import dev.rehome.postgres.findings.rows.LateWriteProblems;
import dev.rehome.postgres.findings.rows.MistakenTenant;
import dev.rehome.postgres.findings.rows.NeighbourProblems;
import dev.rehome.postgres.findings.rows.ObjectReferenceProblems;
import dev.rehome.postgres.findings.rows.OwnSharedRows;
import dev.rehome.postgres.findings.rows.PredicateProblems;
import dev.rehome.postgres.findings.rows.QuietProblems;
import dev.rehome.postgres.findings.rows.ReferenceProblems;
import dev.rehome.postgres.findings.rows.RowProblems;
import dev.rehome.postgres.findings.rows.SharedRowProblems;
import dev.rehome.postgres.findings.rows.SharedRules;
import dev.rehome.postgres.findings.rows.SizeProblems;
import dev.rehome.postgres.purge.ReturnProblems;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Look.Question;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Faults;
import dev.rehome.postgres.sql.Vanished;
import dev.rehome.postgres.trial.SchemaTrial;
import dev.rehome.store.Gauge;
import dev.rehome.store.Leftover;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything about PostgreSQL that could stop a move, or that its operator should know. */
public final class PostgresProblems {
  /** A question with the words for what it is about. */
  private record Subject(String about, Question question) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject("names in the settings", new MisspeltSettings()),
          new Subject("the tables", new TableProblems()),
          new Subject("the tenant's rows", new RowProblems()),
          new Subject("the tenant's id", new MistakenTenant()),
          new Subject("rows of others in the tenant's own tables", new DedicatedProblems()),
          new Subject("rights at the source", new SourceRights()),
          new Subject("rights at the target", new TargetRights()),
          new Subject("the target's tables", new TargetProblems()),
          new Subject("names that are taken at the target", new TakenNames()),
          new Subject("foreign keys of the tenant's rows", new ReferenceProblems()),
          new Subject("rows that tenants share", new SharedRowProblems()),
          new Subject("the tenant's own rows in shared tables", new OwnSharedRows()),
          new Subject("late writes after a purge", new LateWriteProblems()),
          new Subject("rules of the shared target", new SharedRules()),
          new Subject("rows of the tenant at the shared target", new NeighbourProblems()),
          new Subject("what the tenant left at the target", new ReturnProblems()),
          new Subject("triggers of the shared target", new QuietProblems()),
          new Subject("keys that neighbours have", new Collisions()),
          new Subject("tables that predicates read", new PredicateProblems()),
          new Subject("extensions", new ExtensionProblems()),
          new Subject("rows of extensions", new ConfiguredRows()),
          new Subject("roles", new RoleProblems()),
          new Subject("privileges", new PrivilegeProblems()),
          new Subject("texts that name a schema", new NameProblems()),
          new Subject("what the schemas need from outside", new OutsideProblems()),
          new Subject("names in functions", new BodyProblems()),
          new Subject("what only a superuser makes", new SuperuserProblems()),
          new Subject("what stays behind", new StayingProblems()),
          new Subject("large rows", new SizeProblems()),
          new Subject("references to objects", new ObjectReferenceProblems()));

  static final String UNREACHABLE = "cannot be connected to";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresProblems.class);

  private PostgresProblems() {}

  /**
   * Every finding, not only the first; changes nothing on either side. Where a side does not
   * answer, or the cells cannot be paired, what builds on that is not asked.
   *
   * @param rowBytesMax the setting {@code row-bytes-max}, bytes
   */
  public static List<Finding> find(
      PostgresSide source, PostgresSide target, Move move, long rowBytesMax) {
    return find(source, target, move, Optional.empty(), rowBytesMax, Gauge.NONE);
  }

  /**
   * The same.
   *
   * @param left what the tenant left at the target
   * @param gauge told which question is being asked, and how many there are
   */
  public static List<Finding> find(
      PostgresSide source,
      PostgresSide target,
      Move move,
      Optional<Leftover> left,
      long rowBytesMax,
      Gauge gauge) {
    gauge.at(move, PostgresSide.COMPONENT, "both servers", 0, SUBJECTS.size());
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
    Supplier<Look> looking =
        () -> Vanished.anew(() -> Look.at(source, target, move, left, rowBytesMax));
    AtomicReference<Look> look = new AtomicReference<>();
    try {
      look.set(looking.get());
      findings.addAll(new LockProblems().ask(look.get()));
    } catch (RuntimeException e) {
      findings.add(unasked(source, "the catalog", e));
      return findings;
    }
    if (findings.stream().anyMatch(Finding::blocks)) {
      return findings;
    }
    List<Subject> subjects = new ArrayList<>(SUBJECTS);
    subjects.add(
        new Subject("the schema, made on trial", new SchemaTrial(() -> List.copyOf(findings))));
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      gauge.at(move, PostgresSide.COMPONENT, subject.about, i, subjects.size());
      try {
        findings.addAll(
            Vanished.anew(
                () -> {
                  // What failed for something that had gone is asked anew about what is there now.
                  Look now = Optional.ofNullable(look.getAndSet(null)).orElseGet(looking);
                  List<Finding> found = subject.question.ask(now);
                  look.set(now);
                  return found;
                }));
      } catch (RuntimeException e) {
        if (!explained(e, findings)) {
          findings.add(unasked(source, subject.about, e));
        }
      }
    }
    gauge.at(move, PostgresSide.COMPONENT, "the guard", subjects.size(), subjects.size());
    return findings;
  }

  /** Whether both sides answered, so that more can be asked of them. */
  public static boolean answered(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.problem().startsWith(UNREACHABLE));
  }

  /** A right that is missing, or an id that no column can hold, is told by its own question. */
  private static boolean explained(RuntimeException failure, List<Finding> findings) {
    String state =
        failure.getCause() instanceof SQLException e ? String.valueOf(e.getSQLState()) : "";
    return findings.stream()
        .filter(Finding::blocks)
        .anyMatch(
            finding ->
                (state.equals("42501") && finding.advice().startsWith("run at "))
                    || (state.startsWith("22") && finding.advice().equals(RowProblems.GIVE_ID)));
  }

  private static Finding unasked(PostgresSide source, String about, RuntimeException cause) {
    LOG.warn("{}: {} could not be looked at", source.cell(), about, cause);
    return Vanished.is(cause)
        ? Finding.blocking(
            PostgresSide.COMPONENT,
            source.cell() + ", " + about,
            "could not be looked at: tables or other objects come and go all the time ("
                + Faults.words(cause)
                + ")",
            "let the statements that make and drop them rest, then ask again")
        : Finding.blocking(
            PostgresSide.COMPONENT,
            source.cell() + ", " + about,
            "could not be looked at: " + Faults.words(cause),
            "make it possible for the mover, then ask again");
  }
}
