package dev.rehome.postgres.schema.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.cases.CaseFiles;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.schema.parity.SchemaParity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CalledFunctionsTest {
  @Test
  void theyFindWhatTheyNameWhileTheSchemaIsMadeUnderAnotherName() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.onSource(
          "CREATE EXTENSION unaccent; CREATE SCHEMA shop AUTHORIZATION app_owner;"
              + " SET ROLE app_owner; SET search_path = shop, public; "
              + CaseFiles.sql("called-functions").replace("create extension unaccent;", ""));
      cells.applyAll();
      var scope = cells.scope();
      assertThat(
              SchemaParity.differences(
                  cells.source(), cells.target(), cells.move, scope, scope.schemas().get(0)))
          .isEmpty();
      cells.onTarget("INSERT INTO docs (tenant_id) VALUES ('acme')");
      assertThat(path(cells)).hasValue("\"public\"");
      cells.onSource(
          "ALTER FUNCTION shop.enc(uuid) SET search_path = shop;"
              + " ALTER FUNCTION shop.enc(bytea) SET search_path = shop;"
              + " DROP TABLE shop.places CASCADE");
      assertThat(path(cells)).isEmpty();
    }
  }

  private static Optional<String> path(TwoCells cells) {
    return cells.source().with(source -> CalledFunctions.path(source, List.of("public")));
  }
}
