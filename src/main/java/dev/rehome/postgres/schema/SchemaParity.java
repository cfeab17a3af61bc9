package dev.rehome.postgres.schema;

import dev.rehome.model.Move;
import dev.rehome.model.MoveFailed;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.PostgresSide;
import dev.rehome.postgres.Scope;
import dev.rehome.postgres.Scope.SchemaPair;
import dev.rehome.postgres.schema.Definition.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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

  private static final int DEFINITION_CHARACTERS_MAX = 200;

  private SchemaParity() {}

  /** The checks of a scope, one for each pair of schemas. */
  public static List<PlannedCheck> planned(Scope scope) {
    return scope.schemas().stream()
        .map(pair -> new PlannedCheck(SchemaChunks.COMPONENT, NAME, subject(pair)))
        .toList();
  }

  /**
   * The verdict on one pair of schemas: a digest of all definitions when they agree, otherwise the
   * first differences, each as object and definition.
   */
  public static Verdict check(
      PostgresSide source, PostgresSide target, Move move, Scope scope, PlannedCheck check) {
    SchemaPair pair =
        scope.schemas().stream()
            .filter(candidate -> subject(candidate).equals(check.subject()))
            .findFirst()
            .orElseThrow(() -> new MoveFailed("no pair of schemas is called " + check.subject()));
    Map<Subject, String> there = read(source, scope, pair, true);
    Map<Subject, String> here = read(target, scope, pair, false);
    Set<String> excluded = excluded(source, move, pair);
    there.keySet().removeIf(subject -> excluded.contains(subject.table()));
    here.keySet().removeIf(subject -> !there.containsKey(subject) && foreign(subject, there));
    if (there.equals(here)) {
      String digest = digest(there);
      return new Verdict(check, true, digest, digest);
    }
    Set<Subject> all = new TreeSet<>(there.keySet());
    all.addAll(here.keySet());
    List<Subject> differing =
        all.stream().filter(s -> !Objects.equals(there.get(s), here.get(s))).toList();
    return new Verdict(check, false, shown(differing, there), shown(differing, here));
  }

  private static String subject(SchemaPair pair) {
    return pair.source().equals(pair.target())
        ? pair.source()
        : pair.source() + " as " + pair.target();
  }

  /** What only the target has matters where it belongs to a table that came from the source. */
  private static boolean foreign(Subject subject, Map<Subject, String> there) {
    return subject.table().isEmpty()
        || there.keySet().stream().noneMatch(s -> s.table().equals(subject.table()));
  }

  private static Map<Subject, String> read(
      PostgresSide side, Scope scope, SchemaPair pair, boolean source) {
    return side.with(
        connection -> {
          Set<String> path = new LinkedHashSet<>();
          path.add(source ? pair.source() : pair.target());
          scope.schemas().forEach(p -> path.add(source ? p.source() : p.target()));
          Extension.installed(connection).forEach(extension -> path.add(extension.schema()));
          return Definition.read(
              connection, source ? pair.source() : pair.target(), List.copyOf(path));
        });
  }

  private static Set<String> excluded(PostgresSide source, Move move, SchemaPair pair) {
    TableRules rules = new TableRules(source.settings(), move.tenant());
    return source.with(connection -> TableCatalog.read(connection, List.of(pair.source()))).stream()
        .filter(table -> rules.excludes(table.name()))
        .flatMap(table -> table.leaves().stream())
        .map(leaf -> leaf.name().table())
        .collect(Collectors.toSet());
  }

  private static String shown(List<Subject> differing, Map<Subject, String> definitions) {
    List<String> lines = new ArrayList<>();
    for (Subject subject : differing.subList(0, Math.min(SHOWN_MAX, differing.size()))) {
      String definition = definitions.getOrDefault(subject, "is missing").replaceAll("\\s+", " ");
      lines.add(
          subject
              + ": "
              + definition.substring(0, Math.min(DEFINITION_CHARACTERS_MAX, definition.length())));
    }
    if (differing.size() > SHOWN_MAX) {
      lines.add("and " + (differing.size() - SHOWN_MAX) + " more");
    }
    return String.join("\n", lines);
  }

  private static String digest(Map<Subject, String> definitions) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      definitions.forEach(
          (subject, definition) ->
              sha.update((subject + "\0" + definition + "\0").getBytes(StandardCharsets.UTF_8)));
      return definitions.size() + " definitions, " + HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
