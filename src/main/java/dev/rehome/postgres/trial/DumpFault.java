package dev.rehome.postgres.trial;

import dev.rehome.model.Finding;
import dev.rehome.model.MoveFailed;
import dev.rehome.postgres.schema.dump.PgDump;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Why pg_dump does not tell the source's schema: its way there is another library's. */
final class DumpFault {
  /** Reads the catalog and locks no table; nothing is printed. */
  private static final List<String> NOTHING =
      List.of("--schema-only", "--section=post-data", "--exclude-table=*.*");

  private DumpFault() {}

  static Finding finding(Look look, MoveFailed failure) {
    return look.blocking(
        look.source(),
        "pg_dump",
        failure.getMessage(),
        arrives(look)
            ? "let it lock every table of the schemas, and read what they are made of"
            : "let it in as the driver comes: it reads the same address, user and password, from"
                + " its environment; certificates as PEM, a key that only its owner may read");
  }

  private static boolean arrives(Look look) {
    List<String> arguments = new ArrayList<>(NOTHING);
    look.sourceSchemas().forEach(schema -> arguments.add("--schema=" + Sql.name(schema)));
    try {
      PgDump.run(look.source(), look.move(), arguments);
      return true;
    } catch (MoveFailed e) {
      return false;
    }
  }
}
