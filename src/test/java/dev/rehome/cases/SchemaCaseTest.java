package dev.rehome.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.purge.Purged;
import org.junit.jupiter.api.Test;

/** The fixture itself: what it plans, moves, purges and moves back is real. */
final class SchemaCaseTest {
  @Test
  void movesPurgesAndComesBack() throws Exception {
    try (SchemaCase one = SchemaCase.shared("purge-orphans-ok")) {
      assertThat(one.blocking()).isEmpty();
      one.moved();
      assertThat(one.ask("us_west", "SELECT id, tenant_id FROM nodes ORDER BY id"))
          .containsExactly("1|acme", "2|acme");
      assertThat(one.write("us_east", "INSERT INTO nodes VALUES (9, 'acme', NULL)"))
          .isEqualTo("RH001");
      assertThat(one.write("us_east", "INSERT INTO nodes VALUES (9, 'globex', NULL)")).isEmpty();
      assertThat(one.write("us_west", "INSERT INTO nodes VALUES (10, 'acme', 1)")).isEmpty();
      assertThat(one.purge().ending()).isEqualTo(Purged.Ending.PURGED);
      assertThat(one.ask("us_east", "SELECT tenant_id FROM nodes ORDER BY id"))
          .containsExactly("globex", "globex");
      one.movedBack();
      assertThat(one.ask("us_east", "SELECT id FROM nodes WHERE tenant_id = 'acme' ORDER BY id"))
          .containsExactly("1", "2", "10");
    }
  }
}
