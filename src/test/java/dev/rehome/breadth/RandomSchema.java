package dev.rehome.breadth;

import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A schema with rows of two tenants, made of a seed: the same seed makes the same schema. It holds
 * nothing that a move must refuse.
 */
final class RandomSchema {
  private static final int TABLES_MAX = 5;
  private static final int ROWS_MAX = 40;

  /** The second tenant's ids begin here. */
  private static final int OTHERS = 1_000;

  private final Random random;
  private final RandomNames names;
  private final RandomValues values;
  private final String tenant;
  private final String neighbour;
  private final List<String> statements = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<String> parents = new ArrayList<>();

  /** A table with an id that is unique in it, or not if it has no key. */
  private record Table(String name, String id, boolean unique, int rows, List<Column> columns) {
    Table unreferred() {
      return new Table(name, id, false, rows, columns);
    }
  }

  private record Column(String name, String type, boolean present) {}

  RandomSchema(long seed, String tenant, String neighbour) {
    this.random = new Random(seed);
    this.names = new RandomNames(random);
    this.values = new RandomValues(random);
    this.tenant = tenant;
    this.neighbour = neighbour;
  }

  /** The statements that fill an empty schema, the one that the search path names first. */
  List<String> statements() {
    statements.addAll(new RandomTypes(random, names, values).statements());
    int count = 1 + random.nextInt(TABLES_MAX);
    for (int i = 0; i < count; i++) {
      table();
    }
    tables.forEach(this::decorate);
    return statements;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String name() {
    return Sql.name(names.next());
  }

  /** A statement, with its nth part for each {@code {n}}. */
  private void say(String sql, Object... parts) {
    String said = sql;
    for (int i = 0; i < parts.length; i++) {
      said = said.replace("{" + i + "}", parts[i].toString());
    }
    statements.add(said);
  }

  private void table() {
    List<Column> columns = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      columns.add(new Column(name(), values.type(), oneIn(6)));
    }
    String key = List.of("", "{1}", "tenant_id, {1}", "{1}, tenant_id").get(random.nextInt(4));
    String id = name();
    Table table = new Table(name(), id, !key.isEmpty(), random.nextInt(ROWS_MAX), columns);
    String partitioned = oneIn(3) ? List.of("HASH", "RANGE", "LIST").get(random.nextInt(3)) : "";
    List<String> parts = new ArrayList<>();
    parts.add("tenant_id text " + (oneIn(2) ? "NOT NULL" : ""));
    parts.add(id + " int NOT NULL");
    columns.forEach(c -> parts.add(c.name + " " + c.type + (c.present ? " NOT NULL" : "")));
    if (oneIn(4)) {
      parts.add("%s int GENERATED ALWAYS AS (%s * 2) STORED".formatted(name(), id));
    }
    if (oneIn(4) && partitioned.isEmpty()) {
      parts.add(
          "%s %s".formatted(name(), oneIn(2) ? "bigint GENERATED ALWAYS AS IDENTITY" : "serial"));
    }
    if (!key.isEmpty()) {
      parts.add("PRIMARY KEY (%s)".formatted(key.replace("{1}", id)));
      if (key.contains("tenant") && partitioned.isEmpty()) {
        parts.add("UNIQUE (" + id + ")");
      }
    }
    reference(table, parts);
    boolean unlogged = partitioned.isEmpty() && oneIn(10);
    say(
        "CREATE {0} TABLE {1} ({2}){3}",
        unlogged ? "UNLOGGED" : "",
        table.name,
        String.join(", ", parts),
        partitioned.isEmpty() ? "" : " PARTITION BY %s (%s)".formatted(partitioned, id));
    partitions(table, partitioned);
    rows(table);
    if (partitioned.isEmpty() && oneIn(5)) {
      parents.add(table.name);
      say("CREATE TABLE {0} ({1} text) INHERITS ({2})", name(), name(), table.name);
    }
    if (partitioned.isEmpty()) {
      // nothing permanent refers to what is unlogged
      tables.add(unlogged ? table.unreferred() : table);
    }
  }

  private void reference(Table table, List<String> parts) {
    List<Table> others = tables.stream().filter(t -> t.unique && t.rows > 0).toList();
    if (others.isEmpty() || oneIn(2)) {
      return;
    }
    Table other = others.get(random.nextInt(others.size()));
    Column column = new Column(name(), "of " + other.rows, false);
    table.columns.add(column);
    parts.add(
        "%s int REFERENCES %s (%s)%s"
            .formatted(column.name, other.name, other.id, oneIn(2) ? " DEFERRABLE" : ""));
  }

  private void partitions(Table table, String how) {
    switch (how) {
      case "HASH" -> {
        for (int i = 0; i < 2; i++) {
          say(
              "CREATE TABLE {0} PARTITION OF {1} FOR VALUES WITH (MODULUS 2, REMAINDER {2})",
              name(), table.name, i);
        }
      }
      case "LIST" -> {
        say("CREATE TABLE {0} PARTITION OF {1} FOR VALUES IN (1, 2, 1003)", name(), table.name);
        say("CREATE TABLE {0} PARTITION OF {1} DEFAULT", name(), table.name);
      }
      case "RANGE" -> {
        String low = name();
        say(
            "CREATE TABLE {0} PARTITION OF {1} FOR VALUES FROM (MINVALUE) TO (10) PARTITION BY HASH"
                + " ({2})",
            low, table.name, table.id);
        say(
            "CREATE TABLE {0} PARTITION OF {1} FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
            name(), low);
        say("CREATE TABLE {0} PARTITION OF {1} DEFAULT", name(), table.name);
      }
      default -> {}
    }
  }

  private void rows(Table table) {
    if (table.rows == 0) {
      return;
    }
    List<String> names = new ArrayList<>(List.of("tenant_id", table.id));
    table.columns.forEach(column -> names.add(column.name));
    String rows =
        IntStream.rangeClosed(1, table.rows)
            .boxed()
            .flatMap(n -> IntStream.of(0, OTHERS).mapToObj(shift -> row(table, n, shift)))
            .collect(Collectors.joining(", "));
    say("INSERT INTO {0} ({1}) VALUES ", table.name, String.join(", ", names));
    int last = statements.size() - 1;
    statements.set(last, statements.get(last) + rows);
    if (!table.unique && oneIn(2)) {
      say("INSERT INTO {0} ({1}) SELECT {1} FROM {0}", table.name, String.join(", ", names));
    }
  }

  private String row(Table table, int n, int shift) {
    List<String> row = new ArrayList<>();
    row.add(Sql.literal(shift == 0 ? tenant : neighbour));
    row.add(Integer.toString(n + shift));
    for (Column column : table.columns) {
      if (column.type.startsWith("of ")) {
        int most = Integer.parseInt(column.type.substring(3));
        row.add(oneIn(4) ? "NULL" : Integer.toString(1 + random.nextInt(most) + shift));
      } else {
        row.add(column.present ? values.present(column.type) : values.value(column.type));
      }
    }
    return "(" + String.join(", ", row) + ")";
  }

  /** What hangs on a table. */
  private void decorate(Table table) {
    List<String> texts =
        table.columns.stream().filter(c -> c.type.equals("text")).map(Column::name).toList();
    if (oneIn(2)) {
      say(
          "CREATE INDEX {0} ON {1} ({2} DESC NULLS LAST) WHERE {2} > 3",
          name(), table.name, table.id);
    }
    for (String text : texts) {
      say("CREATE INDEX {0} ON {1} (lower({2}), md5({2}))", name(), table.name, text);
    }
    if (oneIn(3)) {
      say("COMMENT ON TABLE {0} IS 'it''s; -- a comment'", table.name);
    }
    if (oneIn(3)) {
      say(
          "ALTER TABLE {0} ADD CONSTRAINT {1} CHECK ({2} > 0){3}",
          table.name, name(), table.id, oneIn(2) ? " NOT VALID" : "");
    }
    if (oneIn(3)) {
      say("CREATE VIEW {0} AS SELECT * FROM {1} WHERE {2} > 5", name(), table.name, table.id);
    }
    if (oneIn(4)) {
      say(
          "CREATE MATERIALIZED VIEW {0} AS SELECT tenant_id, count(*) AS {1} FROM {2} GROUP BY 1",
          name(), name(), table.name);
    }
    if (oneIn(4)) {
      String function = name();
      String trigger = name();
      say(
          "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS $f$BEGIN RAISE EXCEPTION 'no;"
              + " never'; END$f$",
          function);
      say(
          "CREATE TRIGGER {0} BEFORE INSERT OR DELETE ON {1} FOR EACH ROW EXECUTE FUNCTION {2}()",
          trigger, table.name, function);
      if (oneIn(2)) {
        say("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", table.name, trigger);
      }
    }
    if (oneIn(5)) {
      say("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY", table.name);
      say("CREATE POLICY {0} ON {1} USING ({2} > 2)", name(), table.name, table.id);
    }
    // pg_dump lists a child's inherited columns first, whenever they came
    if (!parents.contains(table.name) && oneIn(5)) {
      String gone = name();
      say(
          "ALTER TABLE {0} ADD COLUMN {1} text DEFAULT 'x', ADD COLUMN {2} int DEFAULT 7",
          table.name, gone, name());
      say("ALTER TABLE {0} DROP COLUMN {1}", table.name, gone);
    }
  }
}
