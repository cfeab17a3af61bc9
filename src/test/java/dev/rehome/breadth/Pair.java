package dev.rehome.breadth;

import dev.rehome.postgres.settings.Isolation;

/** A pair of isolations, each with names of schemas that make it hard. */
enum Pair {
  /** Shared tables; every schema gets another name. */
  ROW_TO_DATABASE(Isolation.ROW, "shared %s", "%s"),
  /** The tenant's own schemas, with its name in theirs. */
  SCHEMA_TO_DATABASE(Isolation.SCHEMA, "{tenant}; \"%s\"", "new %s's"),
  /** Nothing is renamed. */
  DATABASE_TO_DATABASE(Isolation.DATABASE, "%s", "%s");

  private final Isolation isolation;
  private final String source;
  private final String target;

  Pair(Isolation isolation, String source, String target) {
    this.isolation = isolation;
    this.source = source;
    this.target = target;
  }

  Isolation isolation() {
    return isolation;
  }

  /** The setting for the source's schema of a family; may hold {@code {tenant}}. */
  String source(Family family) {
    return source.formatted(family.label());
  }

  String target(Family family) {
    return target.formatted(family.label());
  }
}
