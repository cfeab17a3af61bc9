package dev.rehome.moves.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.moves.Mover;
import dev.rehome.moves.Product;
import dev.rehome.moves.Scene;
import dev.rehome.moves.TenantRows;
import dev.rehome.purge.Purged;
import dev.rehome.purge.Purged.Ending;
import dev.rehome.sandbox.FreshSandbox;
import dev.rehome.settings.Limits;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After a move the source still has everything; after a purge it has nothing of the tenant. */
class PurgeTest {
  @RegisterExtension final FreshSandbox sandbox = new FreshSandbox(5_000);

  @Test
  void theTenantsRowsAreGoneAndEverybodyElsesAreThere() throws Exception {
    try (Connection east = sandbox.get().connect(Scene.SOURCE)) {
      Map<String, Map<String, String>> others = Purging.others(east, "acme");
      long mine = Purging.rows(TenantRows.of(east, Scene.SCHEMA, "acme"));
      long all = Purging.rows(east);
      assertThat(mine).isGreaterThan(1_000);
      move("acme", Scene.SOURCE, Scene.TARGET);
      String there = Product.seeded(sandbox.get(), Scene.TARGET, "acme");

      Purged purged = Purging.purge(sandbox.get().settings(Limits.DEFAULTS), "acme");

      assertThat(purged.ending()).as(purged.toString()).isEqualTo(Ending.PURGED);
      assertThat(purged.rows())
          .singleElement()
          .satisfies(row -> assertThat(row.rowsFound()).isEqualTo(mine));
      assertThat(Purging.rows(east)).isEqualTo(all - mine);
      assertThat(Purging.others(east, "acme")).isEqualTo(others);
      assertThat(Product.seeded(sandbox.get(), Scene.TARGET, "acme")).isEqualTo(there);
      assertThat(Purging.returns(sandbox.get(), Scene.SOURCE, "acme")).isEqualTo("RH001");
      assertThat(Product.tryToWrite(sandbox.get(), Scene.TARGET, "acme")).isEmpty();
      assertThat(Product.tryToWrite(sandbox.get(), Scene.SOURCE, "globex")).isEmpty();
      assertThat(Purging.purge(sandbox.get().settings(Limits.DEFAULTS), "acme").sentence())
          .contains("was purged before");
    }
  }

  private void move(String tenant, String from, String to) {
    try (Mover mover = new Mover(sandbox.get(), Limits.DEFAULTS)) {
      assertThat(mover.move("j " + from + to, tenant, from, to).word()).contains(Word.MOVED);
    }
  }
}
