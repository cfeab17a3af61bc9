package dev.rehome.postgres.settings;

import dev.rehome.settings.Given;
import dev.rehome.settings.Reading;
import dev.rehome.text.Fault;
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

  private static void take(
      Given setting, Reading reading, Map<String, String> predicates, String table, Tree tree) {
    if (tree instanceof Tree.Leaf leaf && leaf.isText() && leaf.text().contains(PARAMETER)) {
      predicates.put(table, leaf.text().strip());
    } else {
      reading.fault(
          setting,
          "%s: %s must be a SQL condition with %s, e.g. order_id IN (SELECT id FROM orders WHERE tenant_id = %s)"
              .formatted(tree.place(), table, PARAMETER, PARAMETER));
    }
  }
}
