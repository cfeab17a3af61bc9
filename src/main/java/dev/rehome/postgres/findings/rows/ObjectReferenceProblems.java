package dev.rehome.postgres.findings.rows;

import dev.rehome.model.Finding;
import dev.rehome.postgres.scope.CatalogTable;
import dev.rehome.postgres.scope.Column;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.scope.ObjectColumn.Kind;
import dev.rehome.postgres.scope.ObjectColumns;
import dev.rehome.postgres.scope.ObjectPlaces;
import dev.rehome.postgres.scope.Reach;
import dev.rehome.postgres.settings.ObjectReference;
import dev.rehome.postgres.sql.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code object-references} names and cannot be rewritten. */
public final class ObjectReferenceProblems implements Look.Question {
  private static final String SETTING = "postgres.object-references";

  /** Rows are told, ordered and joined by what these hold: it must be the same on both sides. */
  private static final String USES =
      """
      SELECT CASE WHEN i.indrelid IS NOT NULL THEN 'of the primary key'
          WHEN p.partrelid IS NOT NULL THEN 'of the partition key'
          WHEN k.conname IS NOT NULL THEN 'of the foreign key ' || k.conname END
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
      LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = a.attrelid
        AND (a.attnum = ANY (p.partattrs) OR EXISTS (
          SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            AND d.objid = a.attrelid AND d.objsubid = a.attnum AND d.refobjid = a.attrelid
            AND d.refobjsubid = 0 AND d.deptype = 'i'))
      LEFT JOIN pg_catalog.pg_constraint k ON k.contype = 'f'
        AND (k.conrelid = a.attrelid AND a.attnum = ANY (k.conkey)
          OR k.confrelid = a.attrelid AND a.attnum = ANY (k.confkey))
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attname = ?
      """;

  @Override
  public List<Finding> ask(Look look) {
    List<ObjectReference> configured = look.source().settings().objectReferences();
    if (configured.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    ObjectColumns columns = ObjectColumns.of(look.rules());
    for (ObjectReference reference : configured) {
      if (look.catalog().stream().noneMatch(table -> columns.means(reference, table))) {
        findings.add(
            blocking(
                look,
                reference,
                "is named in the settings, but there is no such table in " + look.sourceSchemas(),
                "correct " + SETTING + "; of partitions name the partitioned table"));
      }
    }
    for (CatalogTable table : look.catalog()) {
      columns.byColumn(table).forEach((name, ours) -> column(look, table, name, ours, findings));
    }
    if (ObjectPlaces.of(look.move(), look.source(), look.target()).isEmpty()) {
      findings.add(
          look.note(
              look.source(),
              SETTING,
              "is set, but no objects are moved: the rows' references to them stay as they are",
              "nothing to do, or set objects.bucket of both cells and leave no objects behind"));
    } else {
      findings.addAll(new ObjectValueProblems(look).find());
    }
    return findings;
  }

  private static void column(
      Look look,
      CatalogTable table,
      String name,
      List<ObjectReference> references,
      List<Finding> findings) {
    String subject = table.name() + "." + name;
    fault(look, table, name, references)
        .ifPresent(
            fault ->
                findings.add(
                    blocking(
                        look, subject, fault, "take it out of " + SETTING + ", or correct it")));
    for (int i = 0; i < references.size(); i++) {
      for (ObjectReference other : references.subList(i + 1, references.size())) {
        if (references.get(i).overlaps(other)) {
          findings.add(
              blocking(
                  look,
                  subject,
                  "is named twice, by %s and by %s".formatted(references.get(i), other),
                  "keep one of them in " + SETTING));
        }
      }
    }
  }

  private static Optional<String> fault(
      Look look, CatalogTable table, String name, List<ObjectReference> references) {
    Optional<Column> column = table.column(name);
    if (look.rules().excludes(table.name())) {
      return Optional.of("is of an excluded table, which is never copied");
    }
    if (table.foreign()) {
      return Optional.of("is of a foreign table");
    }
    if (column.isEmpty()) {
      return Optional.of("is named in the settings, but the table has no such column");
    }
    Optional<Kind> kind = Kind.of(column.get().type());
    if (kind.isEmpty()) {
      return Optional.of(
          "is of type %s; references are looked for in text, varchar, char, citext, text[], varchar[], json and jsonb"
              .formatted(column.get().type()));
    }
    if (column.get().generated()) {
      return Optional.of("is a generated column: the target computes it");
    }
    Optional<Reach> reach = look.rules().reach(table);
    if (reach.isPresent() && !reach.get().fenced()) {
      return Optional.of(
          "is of a reference table or a shared one, whose rows are not this tenant's alone");
    }
    if (reach.isPresent() && reach.get() instanceof Reach.ByColumn by && by.column().equals(name)) {
      return Optional.of("is the tenant column");
    }
    if (!ObjectColumns.suits(kind.get(), references)) {
      return Optional.of(
          kind.get().pointed()
              ? "is of type %s: a pointer must say where its references are, e.g. %s.%s:/file/url"
                  .formatted(column.get().type(), table.name().table(), name)
              : "is of type %s, which has no place for a pointer".formatted(column.get().type()));
    }
    return use(look, table, name).map(use -> "is part " + use + ", which must not change");
  }

  private static Optional<String> use(Look look, CatalogTable table, String name) {
    return look.source()
        .with(
            connection ->
                Rows.strings(connection, USES, table.name().sql(), name).stream()
                    .filter(use -> use != null)
                    .findFirst());
  }

  private static Finding blocking(Look look, Object subject, String problem, String remedy) {
    return look.blocking(look.source(), subject, problem, remedy);
  }
}
