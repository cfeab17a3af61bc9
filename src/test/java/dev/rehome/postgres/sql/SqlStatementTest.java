package dev.rehome.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.schema.dump.SourceNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SqlStatementTest {
  private static List<String> texts(String script) {
    return SqlStatement.split(script).stream().map(SqlStatement::text).toList();
  }

  @Test
  void semicolonsInStringsCommentsQuotesAndBodiesEndNothing() {
    assertThat(
            texts(
                """
                \\restrict abc;def
                SELECT 'a;''b', E'\\';', "c;""d", $$e;$$, $x$f;$$;$x$ -- g;
                  /* h; /* i; */ j; */ , $1;
                CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
                CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);
                SELECT 3
                """))
        .hasSize(4)
        .satisfies(list -> assertThat(list.get(0)).startsWith("SELECT 'a;''b'").endsWith("$1"))
        .satisfies(list -> assertThat(list.get(1)).endsWith("SELECT 2; END"))
        .satisfies(list -> assertThat(list.get(2)).endsWith("SELECT 2)"))
        .satisfies(list -> assertThat(list.get(3)).isEqualTo("SELECT 3"));
  }

  @Test
  void onlyWhatNamesTheSchemaIsRenamed() {
    SourceNames names =
        new SourceNames(
            Map.of("shop", "Neu", "neu", "shop"),
            Map.of("shop", Set.of("shop", "f", "s"), "neu", Set.of("t")));
    assertThat(
            names
                .rename(
                    SqlStatement.of(
                        "SELECT shop.id, SHOP.f('shop.f'), a OPERATOR(shop.+) b,"
                            + " nextval('shop.s'::regclass), neu.t.x FROM \"shop\".shop,"
                            + " \"SHOP\".f"))
                .text())
        .isEqualTo(
            "SELECT shop.id, \"Neu\".f('shop.f'), a OPERATOR(\"Neu\".+) b,"
                + " nextval('\"Neu\".s'::regclass), \"shop\".t.x FROM \"Neu\".shop, \"SHOP\".f");
  }
}
