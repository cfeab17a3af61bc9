package dev.rehome.breadth;

import dev.rehome.postgres.side.Bookkeeping;
import dev.rehome.postgres.sql.Sql;
import java.util.List;
import java.util.Locale;

/** Traits of schemas that belong together; each is a schema, in a file of its own. */
enum Family {
  TYPES,
  TABLES,
  VALUES,
  NAMES,
  VIEWS,
  CODE,
  CONSTRAINTS,
  EXTENSIONS;

  /** The file's name; as a schema's, {@code values} is a keyword. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those of its tables that have no tenant's column. */
  List<String> reference() {
    return switch (this) {
      case TYPES -> List.of("of_type");
      case TABLES -> List.of("nothing");
      case VALUES, NAMES, VIEWS, CODE, CONSTRAINTS, EXTENSIONS -> List.of();
    };
  }

  /** The script that fills a schema with it, for a tenant and a neighbour. */
  String script(String schema, String tenant, String neighbour) {
    return Bookkeeping.read("/breadth/" + label() + ".sql")
        .replace("{{S}}", Sql.name(schema))
        .replace("{{T}}", Sql.literal(tenant))
        .replace("{{O}}", Sql.literal(neighbour));
  }
}
