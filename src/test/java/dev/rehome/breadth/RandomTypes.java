package dev.rehome.breadth;

import dev.rehome.postgres.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The types that a random schema makes; its values know them from then on. */
record RandomTypes(Random random, RandomNames names, RandomValues values) {
  /** What makes them: an enum, a domain, a composite type and a range, each or not. */
  List<String> statements() {
    List<String> made = new ArrayList<>();
    if (oneIn(2)) {
      String mood = name();
      made.add("CREATE TYPE " + mood + " AS ENUM ('sad', '', 'it''s \"so\"; --')");
      values.add(mood, List.of("'sad'", "''", "'it''s \"so\"; --'"));
    }
    if (oneIn(2)) {
      String code = name();
      made.add(
          "CREATE DOMAIN "
              + code
              + " AS varchar(20) CHECK (VALUE <> 'x' AND VALUE NOT IN ('y', 'z'))");
      values.add(code, List.of("''", "'a;b'"));
    }
    if (oneIn(2)) {
      String pair = name();
      String type = values.type();
      made.add("CREATE TYPE " + pair + " AS (a " + type + ", " + name() + " int)");
      values.add(pair, List.of("ROW(" + values.value(type) + ", 1)", "ROW(NULL, NULL)"));
    }
    if (oneIn(3)) {
      String span = name();
      made.add("CREATE TYPE " + span + " AS RANGE (subtype = float8)");
      values.add(span, List.of("'[-0,1.50)'", "'empty'", "'(,)'"));
    }
    return made;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String name() {
    return Sql.name(names.next());
  }
}
