package dev.rehome.postgres.settings;

import dev.rehome.postgres.sql.SqlScanner;
import dev.rehome.postgres.sql.SqlToken;
import dev.rehome.settings.Given;
import dev.rehome.settings.Reading;
import dev.rehome.text.Fault;
import dev.rehome.text.Nearest;
import dev.rehome.text.Tree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The YAML map from tables to the SQL conditions that reach the tenant's rows in them. */
final class PredicatesFile {
  private static final String PARAMETER = ":tenant_id";

  private PredicatesFile() {}

  /** Each condition has {@code :tenant_id}; what is wrong goes to the reading's faults. */
  static Map<String, String> read(Given setting, Path directory, Reading reading) {
    Map<String, String> predicates = new LinkedHashMap<>();
    List<Fault> faults = new ArrayList<>();
    try {
      Path file = directory.resolve(setting.value());
      Optional<Tree> tree = Tree.ofYaml(Files.readString(file), faults);
      faults.forEach(fault -> reading.fault(setting, fault.toString()));
      if (tree.isPresent() && tree.get() instanceof Tree.Branch tables) {
        tables
            .entries()
            .forEach((table, condition) -> take(setting, reading, predicates, table, condition));
      } else if (tree.isPresent()) {
        reading.fault(setting, "the file must be a map from tables to conditions");
      }
    } catch (CharacterCodingException e) {
      reading.fault(setting, "the file is not UTF-8; save it as UTF-8");
    } catch (IOException | InvalidPathException e) {
      reading.fault(
          setting,
          "cannot be read (%s); must name a readable file, relative to %s"
              .formatted(e.getClass().getSimpleName(), directory));
    }
    return predicates;
  }

  /** The first that is written as a placeholder and is none; not a cast, nor an array's range. */
  private static Optional<String> unknown(String condition) {
    List<SqlToken> tokens = SqlScanner.tokens(condition);
    int inBrackets = 0;
    for (int i = 0; i + 1 < tokens.size(); i++) {
      SqlToken next = tokens.get(i + 1);
      boolean touches = tokens.get(i).end() == next.start() && next.kind() == SqlToken.Kind.WORD;
      inBrackets += tokens.get(i).is("[") ? 1 : tokens.get(i).is("]") ? -1 : 0;
      boolean colon = tokens.get(i).is(":") && (i == 0 || !tokens.get(i - 1).is(":"));
      if (touches && colon && inBrackets == 0 && !PARAMETER.equals(":" + next.text())) {
        return Optional.of(":" + next.text());
      }
      if (touches && tokens.get(i).is("{")) {
        return Optional.of("{" + next.text() + "}");
      }
    }
    return Optional.empty();
  }

  private static void take(
      Given setting, Reading reading, Map<String, String> predicates, String table, Tree tree) {
    Optional<String> text =
        tree instanceof Tree.Leaf leaf && leaf.isText()
            ? Optional.of(leaf.text())
            : Optional.empty();
    Optional<String> unknown = text.flatMap(PredicatesFile::unknown);
    if (unknown.isPresent()) {
      reading.fault(
          setting,
          "%s: %s: %s is no placeholder of a condition; the only one is %s%s"
              .formatted(
                  tree.place(),
                  table,
                  unknown.get(),
                  PARAMETER,
                  Nearest.hint(unknown.get(), List.of(PARAMETER))));
    } else if (text.filter(condition -> condition.contains(PARAMETER)).isPresent()) {
      predicates.put(table, text.get().strip());
    } else {
      reading.fault(
          setting,
          "%s: %s must be a SQL condition with %s, e.g. order_id IN (SELECT id FROM orders WHERE tenant_id = %s)"
              .formatted(tree.place(), table, PARAMETER, PARAMETER));
    }
  }
}
