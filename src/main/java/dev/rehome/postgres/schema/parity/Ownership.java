package dev.rehome.postgres.schema.parity;

import dev.rehome.postgres.scope.Definition;
import dev.rehome.postgres.scope.Definition.Subject;
import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who owns an object, and who may do what with it. Who gave a right is not part of it.
 *
 * @param owner empty for a policy, which has none of its own
 */
record Ownership(String owner, List<Right> rights) {
  private static final String QUESTION = Bookkeeping.read("/postgres/privileges.sql");

  /**
   * One right.
   *
   * @param holder a role; empty for PUBLIC
   * @param what e.g. {@code SELECT}, {@code UPDATE (name)}
   */
  record Right(String holder, String what, boolean grantable) {}

  Ownership {
    rights =
        rights.stream()
            .sorted(
                Comparator.comparing(Right::holder)
                    .thenComparing(Right::what)
                    .thenComparing(Right::grantable))
            .distinct()
            .toList();
  }

  /**
   * Of every object of a schema.
   *
   * @param path as for {@link Definition#read}
   */
  static Map<Subject, Ownership> read(Connection connection, String schema, List<String> path)
      throws SQLException {
    record Row(Subject subject, Right right) {}
    List<Row> rows =
        Definition.under(
            connection,
            path,
            () ->
                Rows.of(
                    connection,
                    QUESTION,
                    row ->
                        new Row(
                            new Subject(row.getString("belongs_to"), row.getString("subject")),
                            new Right(
                                row.getString("holder"),
                                row.getString("what"),
                                row.getBoolean("grantable"))),
                    schema));
    Map<Subject, String> owners = new HashMap<>();
    Map<Subject, List<Right>> rights = new TreeMap<>();
    for (Row row : rows) {
      List<Right> of = rights.computeIfAbsent(row.subject, key -> new ArrayList<>());
      if (row.right.what.isEmpty()) {
        owners.put(row.subject, row.right.holder);
      } else {
        of.add(row.right);
      }
    }
    Map<Subject, Ownership> held = new TreeMap<>();
    rights.forEach((key, of) -> held.put(key, new Ownership(owners.getOrDefault(key, ""), of)));
    return held;
  }

  /** In one line: the owner, then each holder with what it may; {@code *} may be passed on. */
  @Override
  public String toString() {
    Map<String, String> byHolder =
        rights.stream()
            .collect(
                Collectors.groupingBy(
                    right -> right.holder.isEmpty() ? "PUBLIC" : right.holder,
                    TreeMap::new,
                    Collectors.mapping(
                        right -> right.what + (right.grantable ? "*" : ""),
                        Collectors.joining(", "))));
    StringBuilder line = new StringBuilder(owner.isEmpty() ? "" : "owner " + owner);
    byHolder.forEach(
        (holder, may) ->
            line.append(line.isEmpty() ? "" : "; ").append(holder).append(": ").append(may));
    return line.toString();
  }
}
