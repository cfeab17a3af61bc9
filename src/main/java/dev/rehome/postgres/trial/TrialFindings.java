package dev.rehome.postgres.trial;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.parity.PrivilegeParity;
import dev.rehome.postgres.schema.parity.SchemaParity;
import dev.rehome.postgres.schema.parity.SchemaParity.Difference;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.side.PostgresSide;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.SqlStatement;
import dev.rehome.postgres.sql.SqlToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a trial of the schema has shown, in words.
 *
 * @param before what was found before it
 */
record TrialFindings(Look look, List<Finding> before) {
  private static final String CLOSED =
      """
      SELECT pg_catalog.format('GRANT USAGE ON SCHEMA %I TO %I', nspname, current_user)
      FROM pg_catalog.pg_namespace
      WHERE nspname = ANY (?) AND NOT pg_catalog.has_schema_privilege(oid, 'USAGE')
      ORDER BY 1
      """;

  private static final String NOT_ALLOWED = "42501";

  /** Of an application's own refusal this is the class that a made-up case can always run into. */
  private static final String CONSTRAINTS = "23";

  /** Each refused statement, but for those that only need something of another one. */
  List<Finding> ofStatements(List<FailedStatement> failed) {
    Map<FailedStatement, Integer> causes = new LinkedHashMap<>();
    Set<List<String>> gone = new HashSet<>();
    Map<Set<List<String>>, FailedStatement> of = new LinkedHashMap<>();
    for (FailedStatement one : failed) {
      FailedStatement cause =
          RefusedWrite.missing(one.state())
              ? of.entrySet().stream()
                  .filter(known -> one.speaksOf(known.getKey()))
                  .map(Map.Entry::getValue)
                  .findFirst()
                  .orElse(null)
              : null;
      FailedStatement root = cause == null ? one : cause;
      causes.merge(root, cause == null ? 0 : 1, Integer::sum);
      one.made().filter(gone::add).ifPresent(name -> of.put(Set.of(name), root));
    }
    List<Finding> findings = new ArrayList<>();
    causes.forEach(
        (one, others) -> {
          if (!told(one)) {
            findings.addAll(ofStatement(one, others));
          }
        });
    return findings;
  }

  private List<Finding> ofStatement(FailedStatement failed, int others) {
    List<Finding> closed =
        failed.state().equals(NOT_ALLOWED) ? closed(failed.statement()) : List.of();
    return !closed.isEmpty()
        ? closed
        : List.of(
            look.blocking(
                look.target(),
                failed.brief() + (others == 0 ? "" : " (and %d that need it)".formatted(others)),
                "cannot be made: " + failed.message(),
                advice(failed.state())));
  }

  /** The schemas that a statement names and the mover may not use, each with its grant. */
  private List<Finding> closed(SqlStatement statement) {
    List<String> words =
        statement.tokens().stream()
            .filter(SqlToken::identifier)
            .map(SqlToken::name)
            .distinct()
            .toList();
    return look.target().with(c -> Rows.strings(c, CLOSED, words)).stream()
        .map(
            grant ->
                look.blocking(
                        look.target(),
                        "what the schema uses of another one",
                        "may not be used by the mover",
                        Finding.runAt(look.target().cell()))
                    .ready(grant + ";"))
        .toList();
  }

  private static String advice(String state) {
    if (state.equals(NOT_ALLOWED)) {
      return "let the mover make it, or who may make it there";
    }
    return RefusedWrite.missing(state)
        ? "make at the target what it needs, or name its schema in the schemas setting"
        : "change it at the source so that the target's server takes it, or make the tables there"
            + " by hand";
  }

  /** Whether something that was found before speaks of it, or lacks rights by their statements. */
  private boolean told(FailedStatement failed) {
    boolean rights =
        failed.state().equals(NOT_ALLOWED)
            && before.stream().anyMatch(one -> one.blocks() && !one.ready().isEmpty());
    return rights || told(failed.names());
  }

  /** Whether something that was found before speaks of one of these. */
  private boolean told(Set<String> names) {
    String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    Pattern words = Pattern.compile("(?<![\\w$])(" + any + ")(?![\\w$])");
    return !names.isEmpty()
        && before.stream()
            .filter(Finding::blocks)
            .flatMap(one -> one.instances().stream().map(i -> i.thing() + " " + one.problem()))
            .anyMatch(text -> words.matcher(text).find());
  }

  /**
   * What came out otherwise than at the source.
   *
   * @param within the target as the transaction sees it
   * @param partly whether something could not be made: then nothing is said to be missing
   */
  List<Finding> ofDifferences(PostgresSide within, TrialScript script, boolean partly) {
    List<Finding> findings = new ArrayList<>();
    if (partly && before.stream().anyMatch(Finding::blocks)) {
      return findings; // what is missing there may be what was told
    }
    Set<String> leftOut =
        script.leftOut().stream().map(TrialScript::constraint).collect(Collectors.toSet());
    for (SchemaPair pair : look.scope().schemas()) {
      for (Difference one :
          SchemaParity.differences(look.source(), within, look.move(), look.scope(), pair)) {
        boolean missing = one.target().equals(SchemaParity.MISSING);
        String name = one.subject().name();
        if (!(missing && (partly || leftOut.stream().anyMatch(name::endsWith)))) {
          findings.add(
              difference(
                  pair,
                  one,
                  "would be defined otherwise",
                  "change it at the source to what the target's server makes of it, or make the"
                      + " tables there by hand"));
        }
      }
      if (!partly && before.stream().noneMatch(Finding::blocks)) {
        // else what a role lacks may be what was told
        for (Difference one :
            PrivilegeParity.differences(
                look.source(), within, look.move(), look.scope(), pair, script.made())) {
          findings.add(
              difference(
                  pair,
                  one,
                  "would have other rights",
                  "make the roles alike at both sides, or map them by role-map"));
        }
      }
    }
    return findings;
  }

  private Finding difference(SchemaPair pair, Difference one, String problem, String advice) {
    return look.blocking(
        look.target(),
        "%s %s (source: %s | target: %s)"
            .formatted(
                pair.target(),
                one.subject(),
                SchemaParity.brief(one.source()),
                SchemaParity.brief(one.target())),
        problem,
        advice);
  }

  /** Writes that nobody could do, and those after which the trial could not see. */
  List<Finding> ofWrites(List<RefusedWrite> refused) {
    List<Finding> findings = new ArrayList<>();
    for (RefusedWrite one : refused) {
      if (one.lasting()) {
        if (!told(FailedStatement.quoted(one.message()))) {
          findings.add(
              look.blocking(
                  look.target(),
                  one.place(),
                  "could not be written: " + one.message(),
                  "make at the target what it names, or name its schema in the schemas setting"));
        }
      } else if (!one.state().startsWith(CONSTRAINTS) && !one.triggers().isEmpty()) {
        findings.add(
            look.note(
                look.target(),
                one.place(),
                "refuses a trial write: " + one.message(),
                "nothing, if the application writes otherwise; what comes after is not known"));
      }
    }
    return findings;
  }

  /** What the trial did not do. */
  List<Finding> ofLeftOut(TrialScript script) {
    return script.leftOut().stream()
        .map(
            statement ->
                look.note(
                    look.target(),
                    "constraint " + TrialScript.constraint(statement),
                    "was not made on trial: its table is there already, and its writers would wait",
                    "nothing; the move makes it"))
        .toList();
  }
}
