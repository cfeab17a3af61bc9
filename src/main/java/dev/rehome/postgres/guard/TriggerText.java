package dev.rehome.postgres.guard;

import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL of one table's triggers: one function, and one trigger for each operation, for all
 * tenants that are fenced there.
 *
 * @param leaf the table's object id
 * @param table its quoted name with schema
 * @param quick what WHEN asks instead of comparing a column with each tenant
 */
record TriggerText(
    long leaf,
    String table,
    Part part,
    List<Entry> entries,
    Map<String, LeafTests.QuickTest> quick) {
  /** What the names of all our triggers begin with; dumps of the schema leave them out by it. */
  static final String PREFIX = "rehome_guard_";

  /** What a table is in the hierarchy of its partitions. */
  enum Part {
    /** Holds rows: a plain table or a partition. */
    TABLE,
    /** A partition that has partitions. */
    PARENT,
    /**
     * The partitioned table itself. It has row triggers too, under names of their own: PostgreSQL
     * gives every partition that is made or attached later a clone of them, so that the refusal
     * holds there for as long as it lasts.
     */
    ROOT
  }

  /**
   * A row of {@code _rehome.guarded}.
   *
   * @param purged whether none of the tenant's rows is left: none can be deleted or truncated
   */
  record Entry(
      String tenantId,
      String place,
      String reach,
      String test,
      String alias,
      String path,
      boolean purged) {
    boolean of(Guard guard) {
      return tenantId.equals(guard.tenantId()) && place.equals(guard.place().label());
    }

    Entry asPurged() {
      return new Entry(tenantId, place, reach, test, alias, path, true);
    }
  }

  /** Those for whom nothing is known that would be quicker than to compare. */
  TriggerText(long leaf, String table, Part part, List<Entry> entries) {
    this(leaf, table, part, entries, Map.of());
  }

  /** The same, asking quickly where that is possible. */
  TriggerText quickly(Map<String, LeafTests.QuickTest> tests) {
    return new TriggerText(leaf, table, part, entries, tests);
  }

  String function() {
    return "_rehome.guard_" + leaf + "()";
  }

  /**
   * Replaces the function. Who makes a partition must be allowed to execute it, whatever the
   * mover's default privileges are.
   */
  String createFunction() {
    boolean predicates = entries.stream().anyMatch(entry -> entry.reach().equals("predicate"));
    String path =
        entries.stream()
            .map(Entry::path)
            .filter(p -> !p.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    return """
    CREATE OR REPLACE FUNCTION %s RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog%s, pg_temp%s AS %s;
    GRANT EXECUTE ON FUNCTION %s TO PUBLIC
    """
        .formatted(
            function(),
            path.isEmpty() ? "" : ", " + path,
            predicates ? " SET row_security = off" : "",
            Sql.literal(body()),
            function());
  }

  private String body() {
    return """
    #variable_conflict use_column
    BEGIN
      IF TG_OP = 'TRUNCATE' THEN
    %s    RETURN NULL;
      END IF;
      IF TG_OP <> 'INSERT' THEN
    %s  END IF;
      IF TG_OP <> 'DELETE' THEN
    %s  END IF;
      RETURN NULL;
    END
    """
        .formatted(
            lines(present(), entry -> "    " + admit(entry) + "\n"),
            lines(present(), entry -> asked(entry, "OLD")),
            lines(entries, entry -> asked(entry, "NEW")));
  }

  /** Those who have rows here. */
  private List<Entry> present() {
    return entries.stream().filter(entry -> !entry.purged()).toList();
  }

  private static String lines(List<Entry> entries, Function<Entry, String> line) {
    String all = entries.stream().map(line).collect(Collectors.joining());
    return all.isEmpty() ? "    NULL;\n" : all;
  }

  private String asked(Entry entry, String row) {
    return switch (entry.reach()) {
      case "column" ->
          "    IF " + row + "." + entry.test() + " THEN " + admit(entry) + " END IF;\n";
      case "predicate" ->
          "    IF EXISTS (SELECT 1 FROM (SELECT %s.*) AS %s WHERE %s) THEN %s END IF;\n"
              .formatted(row, Sql.name(entry.alias()), entry.test(), admit(entry));
      default -> "    " + admit(entry) + "\n";
    };
  }

  private static String admit(Entry entry) {
    return "PERFORM _rehome.admit(%s, %s);"
        .formatted(Sql.literal(entry.tenantId()), Sql.literal(entry.place()));
  }

  /**
   * Puts the triggers up, or replaces them.
   *
   * @param replace whether the server knows {@code CREATE OR REPLACE TRIGGER} (from 14 on);
   *     otherwise the old ones must have been dropped
   * @param alterClones whether clones are triggers like others (from 13 on); before they are the
   *     system's, which only a superuser alters. Partitions that are there have their own triggers
   */
  List<String> createTriggers(boolean replace, boolean alterClones) {
    String create = replace ? "CREATE OR REPLACE TRIGGER " : "CREATE TRIGGER ";
    return operations().stream()
        .flatMap(
            operation ->
                List.of(
                    create + trigger(operation),
                    "ALTER TABLE %s%s ENABLE ALWAYS TRIGGER %s"
                        .formatted(
                            cloned(operation) && alterClones ? "" : "ONLY ",
                            table,
                            triggerName(operation)))
                    .stream())
        .toList();
  }

  List<String> dropTriggers() {
    return operations().stream().map(this::triggerName).map(this::drop).toList();
  }

  /** Drops those of the triggers that are there and are not needed any more. */
  List<String> dropSurplus(List<String> there) {
    List<String> needed = operations().stream().map(this::triggerName).toList();
    return there.stream().filter(name -> !needed.contains(name)).map(this::drop).toList();
  }

  private String drop(String trigger) {
    return "DROP TRIGGER IF EXISTS " + trigger + " ON " + table;
  }

  /** Of tenants who have no row here nothing can be deleted: neighbours do not pay for that. */
  private List<String> operations() {
    if (present().isEmpty()) {
      return entries.isEmpty() || part == Part.PARENT ? List.of() : List.of("INSERT", "UPDATE");
    }
    return part == Part.PARENT
        ? List.of("TRUNCATE")
        : List.of("INSERT", "UPDATE", "DELETE", "TRUNCATE");
  }

  private boolean cloned(String operation) {
    return part == Part.ROOT && !operation.equals("TRUNCATE");
  }

  private String triggerName(String operation) {
    return PREFIX
        + (cloned(operation) ? "tree_" : "")
        + operation.toLowerCase(java.util.Locale.ROOT);
  }

  private String trigger(String operation) {
    if (operation.equals("TRUNCATE")) {
      return "%s BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s"
          .formatted(triggerName(operation), table, function());
    }
    return "%s AFTER %s ON %s FOR EACH ROW %sEXECUTE FUNCTION %s"
        .formatted(triggerName(operation), operation, table, when(operation), function());
  }

  /** Neighbours' rows do not even call the function, where a column tells them apart. */
  private String when(String operation) {
    if (!entries.stream().allMatch(entry -> entry.reach().equals("column"))) {
      return "";
    }
    Stream<String> before = operation.equals("INSERT") ? Stream.of() : tests("OLD", present());
    Stream<String> after = operation.equals("DELETE") ? Stream.of() : tests("NEW", entries);
    return Stream.concat(before, after).collect(Collectors.joining(" OR ", "WHEN (", ") "));
  }

  /** One comparison for all tenants of a column, however many have left. */
  private Stream<String> tests(String row, List<Entry> of) {
    return LeafTests.comparisons(of).entrySet().stream()
        .map(
            one ->
                quick.containsKey(one.getKey())
                    ? quick.get(one.getKey()).of(row)
                    : row + "." + one.getKey() + LeafTests.anyOf(List.copyOf(one.getValue())));
  }
}
