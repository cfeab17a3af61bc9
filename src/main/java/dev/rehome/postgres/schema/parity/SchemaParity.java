package dev.rehome.postgres.schema.parity;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.schema.dump.Extension;
import dev.rehome.postgres.scope.Definition;
import dev.rehome.postgres.scope.Definition.Subject;
import dev.rehome.postgres.scope.Scope;
import dev.rehome.postgres.scope.Scope.SchemaPair;
import dev.rehome.postgres.scope.ScopedTable;
import dev.rehome.postgres.scope.TableCatalog;
import dev.rehome.postgres.scope.TableName;
import dev.rehome.postgres.scope.TableRules;
import dev.rehome.postgres.side.PostgresSide;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether the target's schemas are defined as the source's: one check for each pair. Both catalogs
 * are read anew. What the target has beyond the scope's tables, and what goes with those, is not
 * looked at; what the scope excludes neither.
 */
public final class SchemaParity {
  static final String NAME = "schema";

  /** How many differences a verdict tells. */
  private static final int SHOWN_MAX = 10;

  /** So much of a digest is shown. */
  private static final int DIGITS = 16;

  public static final String MISSING = "is missing";

  private static final int DEFINITION_CHARACTERS_MAX = 200;

  private SchemaParity() {}

  /** The checks of a scope, one for each pair of schemas. */
  public static List<PlannedCheck> planned(Scope scope) {
    return scope.schemas().stream()
        .map(pair -> new PlannedCheck(PostgresSide.COMPONENT, NAME, subject(pair)))
        .toList();
  }

  /**
   * The verdict on one pair of schemas: a digest of all definitions when they agree, otherwise the
   * first differences, each as object and definition. Tuning alone fails no move.
   */
  public static Verdict check(
      PostgresSide source, PostgresSide target, Move move, Scope scope, PlannedCheck check) {
    SchemaPair pair = pair(scope, check);
    Map<Subject, String> there = source(source, move, scope, pair);
    Map<Subject, String> here = read(target, scope, pair, false);
    List<Difference> deciding =
        differences(there, here, taken(scope, pair)).stream()
            .filter(difference -> !difference.subject().tuning())
            .toList();
    return verdict(check, deciding, digest(there, "definitions"));
  }

  static SchemaPair pair(Scope scope, PlannedCheck check) {
    return scope.schemas().stream()
        .filter(candidate -> subject(candidate).equals(check.subject()))
        .findFirst()
        .orElseThrow(() -> new MoveFailed("no pair of schemas is called " + check.subject()));
  }

  /** The digest of both sides where they are equal, else the first differences. */
  static Verdict verdict(PlannedCheck check, List<Difference> differences, String digest) {
    if (differences.isEmpty()) {
      return new Verdict(check, true, digest, digest);
    }
    return new Verdict(
        check,
        false,
        shown(differences, Difference::source),
        shown(differences, Difference::target));
  }

  /** One object that is not the same on both sides; {@link #MISSING} where a side lacks it. */
  public record Difference(Subject subject, String source, String target) {}

  /** Every difference between the two schemas of a pair. */
  public static List<Difference> differences(
      PostgresSide source, PostgresSide target, Move move, Scope scope, SchemaPair pair) {
    return lasting(
        () ->
            differences(
                source(source, move, scope, pair),
                read(target, scope, pair, false),
                taken(scope, pair)));
  }

  /**
   * Those that are seen twice: what is changed between the looks at both sides is no difference.
   */
  static List<Difference> lasting(Supplier<List<Difference>> look) {
    List<Difference> first = look.get();
    return first.isEmpty() ? first : look.get().stream().filter(first::contains).toList();
  }

  public static List<Difference> differences(
      Map<Subject, String> there, Map<Subject, String> here) {
    return differences(there, here, Set.of());
  }

  private static List<Difference> differences(
      Map<Subject, String> there, Map<Subject, String> here, Set<String> taken) {
    Set<String> tables = there.keySet().stream().map(Subject::table).collect(Collectors.toSet());
    tables.addAll(taken);
    Set<Subject> all = new TreeSet<>(there.keySet());
    // What only the target has matters where it belongs to a table that came from the source.
    here.keySet().stream()
        .filter(subject -> !subject.table().isEmpty() && tables.contains(subject.table()))
        .forEach(all::add);
    return all.stream()
        .filter(subject -> !Objects.equals(there.get(subject), here.get(subject)))
        .map(s -> new Difference(s, there.getOrDefault(s, MISSING), here.getOrDefault(s, MISSING)))
        .toList();
  }

  /** The tables of the scope, also those that the source has lost since it was read. */
  private static Set<String> taken(Scope scope, SchemaPair pair) {
    return scope.tables().stream()
        .flatMap(table -> table.leaves().stream())
        .map(ScopedTable.Leaf::name)
        .filter(name -> name.schema().equals(pair.source()))
        .map(TableName::table)
        .collect(Collectors.toSet());
  }

  private static Map<Subject, String> source(
      PostgresSide source, Move move, Scope scope, SchemaPair pair) {
    Map<Subject, String> definitions = read(source, scope, pair, true);
    Set<String> excluded = excluded(source, move, pair);
    definitions.keySet().removeIf(subject -> excluded.contains(subject.table()));
    return definitions;
  }

  static String subject(SchemaPair pair) {
    return pair.source().equals(pair.target())
        ? pair.source()
        : pair.source() + " as " + pair.target();
  }

  private static Map<Subject, String> read(
      PostgresSide side, Scope scope, SchemaPair pair, boolean source) {
    return side.with(
        connection -> {
          List<String> path = path(connection, scope, pair, source);
          return Definition.read(connection, source ? pair.source() : pair.target(), path);
        });
  }

  /** The schemas whose objects are named without a qualifier on one side. */
  static List<String> path(Connection connection, Scope scope, SchemaPair pair, boolean source)
      throws SQLException {
    Set<String> path = new LinkedHashSet<>();
    path.add(source ? pair.source() : pair.target());
    scope.schemas().forEach(p -> path.add(source ? p.source() : p.target()));
    Extension.installed(connection).forEach(extension -> path.add(extension.schema()));
    return List.copyOf(path);
  }

  static Set<String> excluded(PostgresSide source, Move move, SchemaPair pair) {
    TableRules rules = new TableRules(source.settings(), move.tenant());
    return source.with(connection -> TableCatalog.read(connection, List.of(pair.source()))).stream()
        .filter(table -> rules.excludes(table.name()))
        .flatMap(table -> table.leaves().stream())
        .map(leaf -> leaf.name().table())
        .collect(Collectors.toSet());
  }

  private static String shown(
      List<Difference> differences, Function<Difference, String> definition) {
    List<String> lines = new ArrayList<>();
    for (Difference difference : differences.subList(0, Math.min(SHOWN_MAX, differences.size()))) {
      lines.add(difference.subject() + ": " + brief(definition.apply(difference)));
    }
    if (differences.size() > SHOWN_MAX) {
      lines.add("and " + (differences.size() - SHOWN_MAX) + " more");
    }
    return String.join("\n", lines);
  }

  /** A definition in one line. */
  public static String brief(String definition) {
    String line = definition.replaceAll("\\s+", " ");
    return line.length() <= DEFINITION_CHARACTERS_MAX
        ? line
        : line.substring(0, DEFINITION_CHARACTERS_MAX) + "…";
  }

  static String digest(Map<Subject, String> definitions, String what) {
    MessageDigest sha256 = Sha256.begin();
    definitions.forEach(
        (subject, definition) ->
            sha256.update((subject + "\0" + definition + "\0").getBytes(StandardCharsets.UTF_8)));
    return definitions.size() + " " + what + ", " + Sha256.end(sha256).substring(0, DIGITS);
  }
}
