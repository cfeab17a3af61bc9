package dev.rehome.postgres.schema.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Chunk;
import dev.rehome.postgres.TwoCells;
import dev.rehome.postgres.side.Bookkeeping;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuietTablesTest {
  private static final String SCHEMA =
      """
      SET ROLE app_owner;
      CREATE TABLE %1$s.a (id int PRIMARY KEY, b int, "P q" int);
      CREATE TABLE %1$s.b (id int PRIMARY KEY, a int REFERENCES %1$s.a ON DELETE CASCADE DEFERRABLE);
      ALTER TABLE %1$s.a ADD CONSTRAINT "to b" FOREIGN KEY (b) REFERENCES %1$s.b NOT VALID;
      COMMENT ON CONSTRAINT "to b" ON %1$s.a IS 'it''s cyclic';
      CREATE TABLE %1$s.p (id int, a int REFERENCES %1$s.a, PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE TABLE %1$s.p1 PARTITION OF %1$s.p FOR VALUES FROM (0) TO (9);
      CREATE FUNCTION %1$s.boom() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''boom''; END';
      CREATE TRIGGER "T 1" BEFORE INSERT ON %1$s.a FOR EACH ROW EXECUTE FUNCTION %1$s.boom();
      CREATE TRIGGER always BEFORE INSERT ON %1$s.a FOR EACH ROW EXECUTE FUNCTION %1$s.boom();
      CREATE TRIGGER off BEFORE INSERT ON %1$s.a FOR EACH ROW EXECUTE FUNCTION %1$s.boom();
      CREATE TRIGGER parted BEFORE INSERT ON %1$s.p FOR EACH ROW EXECUTE FUNCTION %1$s.boom();
      ALTER TABLE %1$s.a ENABLE ALWAYS TRIGGER always, DISABLE TRIGGER off;
      ALTER TABLE %1$s.p1 ENABLE REPLICA TRIGGER parted
      """;

  @Test
  void rowsLoadInAnyOrderAndEverythingIsPutBackExactly() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.onSource("CREATE SCHEMA shop AUTHORIZATION app_owner; " + SCHEMA.formatted("shop"));
      cells.onTarget(SCHEMA.formatted("public"));
      List<String> before = cells.catalog();
      List<Chunk> chunks =
          SchemaChunks.plan(cells.source(), cells.target(), cells.move, cells.scope());
      assertThat(chunks).extracting(Chunk::id).containsExactly("schema/quiet", "schema/loud");
      apply(cells, chunks.get(0));
      cells.onTarget("INSERT INTO a VALUES (1, 5); INSERT INTO p VALUES (1, 7)");
      cells.onTarget("DELETE FROM a; DELETE FROM p");
      cells.onTarget("INSERT INTO b VALUES (5, 1); INSERT INTO a VALUES (1, 5)");
      apply(cells, chunks.get(1));
      assertThat(cells.catalog()).isEqualTo(before);
      cells.discard();
      assertThat(cells.catalog()).isEqualTo(before);
    }
  }

  @Test
  void discardPutsAQuietTargetBack() throws Exception {
    try (TwoCells cells = new TwoCells()) {
      cells.onSource("CREATE SCHEMA shop AUTHORIZATION app_owner; " + SCHEMA.formatted("shop"));
      cells.onTarget(SCHEMA.formatted("public"));
      List<String> before = cells.catalog();
      apply(
          cells,
          SchemaChunks.plan(cells.source(), cells.target(), cells.move, cells.scope()).get(0));
      assertThat(cells.catalog()).isNotEqualTo(before);
      cells.discard();
      assertThat(cells.catalog()).isEqualTo(before);
      cells.discard();
      assertThat(cells.catalog()).isEqualTo(before);
    }
  }

  private static void apply(TwoCells cells, Chunk chunk) {
    cells
        .target()
        .transaction(
            connection -> {
              Bookkeeping.ensure(connection);
              SchemaApplier.apply(connection, cells.move, chunk);
              return null;
            });
  }
}
