package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.schema.dump.PgDump;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Whether pg_dump gets at the source as the driver does: its way there is another library's. */
final class DumpProblems implements Look.Question {
  /** Reads the catalog and locks no table; nothing is printed. */
  private static final List<String> NOTHING =
      List.of("--schema-only", "--section=post-data", "--exclude-table=*.*");

  @Override
  public List<Finding> ask(Look look) {
    if (look.targetTables().present()) {
      return List.of();
    }
    List<String> arguments = new ArrayList<>(NOTHING);
    look.sourceSchemas().forEach(schema -> arguments.add("--schema=" + Sql.name(schema)));
    try {
      PgDump.run(look.source(), look.move(), arguments);
      return List.of();
    } catch (MoveFailed e) {
      return List.of(
          look.blocking(
              look.source(),
              "pg_dump",
              e.getMessage(),
              "let it in as the driver comes: it reads the same address, user and password, from"
                  + " its environment; certificates as PEM, a key that only its owner may read"));
    }
  }
}
