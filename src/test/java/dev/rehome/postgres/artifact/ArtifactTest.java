package dev.rehome.postgres.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.model.Options;
import dev.rehome.model.Phase;
import dev.rehome.model.PlannedCheck;
import dev.rehome.model.Verdict;
import dev.rehome.postgres.Buckets;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The point-in-time backup, restored by psql alone, holds what the source held. */
final class ArtifactTest {
  private static final String BIG =
      """
      CREATE TABLE big (id int PRIMARY KEY, f text);
      INSERT INTO big SELECT n, repeat('f', 100) FROM generate_series(1, 2000) n;
      DELETE FROM big WHERE id % 3 = 0
      """;

  private static final String ROWS =
      "SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM shop.%s t WHERE %s";

  private final Move second = TwoDatabases.move(2, Options.NONE);

  private static Psql restored(TwoDatabases two) throws Exception {
    return new Psql(two.superuser(), two.sourceDatabase() + "_restored").restore(two.artifact());
  }

  private static void sameRows(TwoDatabases two, Psql copy, String table, String where)
      throws SQLException {
    String rows = two.source(ROWS.formatted(table, where));
    assertThat(rows).as(table).isNotNull();
    assertThat(copy.ask(ROWS.formatted(table, "true"))).as(table).containsExactly(rows);
  }

  @Test
  void theTenantsRowsOfSharedTablesAreRestored() throws Exception {
    Setting setting =
        Setting.ROW
            .references("countries")
            .predicate("lines", "order_id IN (SELECT id FROM orders WHERE tenant_id = :tenant_id)")
            .chunks(4_000);
    try (TwoDatabases two = new TwoDatabases(setting)) {
      two.onSource(
          """
          CREATE TABLE customers (
            tenant_id text, id bigint GENERATED ALWAYS AS IDENTITY, name text,
            shout text GENERATED ALWAYS AS (upper(name)) STORED, PRIMARY KEY (tenant_id, id));
          CREATE TABLE orders (id serial PRIMARY KEY, tenant_id text, customer bigint,
            FOREIGN KEY (tenant_id, customer) REFERENCES customers (tenant_id, id));
          CREATE TABLE lines (order_id int REFERENCES orders, what text);
          CREATE TABLE countries (code text PRIMARY KEY, name text);
          CREATE TABLE none (tenant_id text);
          INSERT INTO customers (tenant_id, name)
            SELECT CASE WHEN n % 2 = 0 THEN 'acme' ELSE 'other' END, 'name ' || n
            FROM generate_series(1, 1000) n;
          INSERT INTO orders (tenant_id, customer) SELECT tenant_id, id FROM customers;
          INSERT INTO lines SELECT id, 'thing' FROM orders;
          INSERT INTO countries VALUES ('de', 'Germany'), ('fr', E'Fran\\tce')
          """);
      Plan plan = two.copyAll();
      assertThat(two.failing(plan)).isEmpty();
      assertThat(files(two, "customers")).hasSizeGreaterThan(2);
      Psql copy = restored(two);
      sameRows(two, copy, "customers", "tenant_id = 'acme'");
      sameRows(two, copy, "orders", "tenant_id = 'acme'");
      sameRows(two, copy, "countries", "true");
      sameRows(
          two, copy, "lines", "order_id IN (SELECT id FROM shop.orders WHERE tenant_id = 'acme')");
      assertThat(copy.ask("SELECT count(*) FROM shop.none")).containsExactly("0");
      String next = "SELECT nextval('shop.orders_id_seq')";
      assertThat(copy.ask(next)).containsExactly(two.source(next));
      assertThat(copy.ask("SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY 1"))
          .containsExactly("lines_order_id_fkey", "orders_tenant_id_customer_fkey");
    }
  }

  @Test
  void referenceTablesThatChangedSinceTheyWereCopiedAheadAreInItAsTheyAreUnderTheFence()
      throws Exception {
    Setting setting = Setting.ROW.references("countries", "colours", "shapes");
    try (TwoDatabases two = new TwoDatabases(setting)) {
      two.onSource(
          """
          CREATE TABLE orders (id serial PRIMARY KEY, tenant_id text);
          CREATE TABLE countries (code text PRIMARY KEY);
          CREATE TABLE colours (name text PRIMARY KEY);
          CREATE TABLE shapes (name text PRIMARY KEY);
          INSERT INTO orders (tenant_id) VALUES ('acme'), ('other');
          INSERT INTO countries VALUES ('de');
          INSERT INTO colours VALUES ('red');
          INSERT INTO shapes VALUES ('round')
          """);
      List<Chunk> ahead = TwoDatabases.chunks(two.store().ahead(two.move));
      ahead.stream()
          .filter(chunk -> chunk.phase() == Phase.COPY)
          .forEach(chunk -> two.store().copy(two.move, chunk));
      two.onSource("DELETE FROM countries; INSERT INTO colours VALUES ('blue')");
      Plan rest = two.store().plan(second);
      Stream.concat(
              ahead.stream().filter(chunk -> chunk.phase() == Phase.SNAPSHOT),
              rest.chunks().stream())
          .sorted(Comparator.comparingInt(Chunk::wave))
          .forEach(chunk -> two.store().copy(second, chunk));
      assertThat(faults(two)).isEmpty();
      assertThat(files(two, "countries")).isEmpty();
      Psql copy = restored(two);
      assertThat(copy.ask("SELECT count(*) FROM shop.countries")).containsExactly("0");
      sameRows(two, copy, "colours", "true");
      sameRows(two, copy, "shapes", "true");
    }
  }

  @Test
  void onlyTheOwnerMayReadItAndTheManifestTellsOfEveryFile() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(BIG);
      two.copyAll();
      try (Stream<Path> all = Files.walk(two.artifact())) {
        for (Path path : all.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
              .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
          if (Files.isRegularFile(path) && !path.endsWith(ArtifactContents.NAME)) {
            String name = two.artifact().relativize(path).toString();
            assertThat(
                    ArtifactContents.files(
                        Files.readString(two.artifact().resolve(ArtifactContents.NAME))))
                .containsEntry(name, DurableFile.read(path));
          }
        }
      }
    }
  }

  @Test
  void aTableThatWasRewrittenInBetweenIsInItOnce() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(BIG);
      List<Chunk> chunks = TwoDatabases.chunks(two.store().plan(two.move));
      int half = chunks.size() / 2;
      chunks.subList(0, half).forEach(chunk -> two.store().copy(two.move, chunk));
      two.store().release(two.move);
      TwoDatabases.run(two.sourceDatabase(), "VACUUM FULL shop.big");
      chunks.subList(half, chunks.size()).forEach(chunk -> two.store().copy(two.move, chunk));
      assertThat(files(two, "big")).hasSize(1);
      sameRows(two, restored(two), "big", "true");
    }
  }

  @Test
  void referencesToObjectsAreInItAsTheSourceHasThem() throws Exception {
    Setting setting =
        Setting.SCHEMA.chunks(20_000).objects(Buckets.SHARED, Buckets.OWN, "big.f", "big.j:/u");
    try (TwoDatabases two = new TwoDatabases(setting)) {
      two.onSource(
          BIG
              + "; ALTER TABLE big ADD j json; UPDATE big SET f = 'tenants/acme/' || id,"
              + " j = ('{\"u\" : \"s3://app-files/tenants/acme/' || id || '\", \"n\": 1}')::json");
      List<Chunk> chunks = TwoDatabases.chunks(two.store().plan(two.move));
      int half = chunks.size() / 2;
      chunks.subList(0, half).forEach(chunk -> two.store().copy(two.move, chunk));
      two.store().release(two.move);
      TwoDatabases.run(two.sourceDatabase(), "VACUUM FULL shop.big");
      chunks.subList(half, chunks.size()).forEach(chunk -> two.store().copy(two.move, chunk));
      assertThat(
              two.target(
                  "SELECT count(*) FROM big WHERE f = 'of/acme/' || id AND j ->> 'u' ="
                      + " 's3://acme-files/' || f"))
          .isEqualTo("1334");
      sameRows(two, restored(two), "big", "true");
    }
  }

  @Test
  void anotherMachineMakesWhatTheFirstOneLeftElsewhere() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(BIG);
      List<Chunk> chunks = TwoDatabases.chunks(two.store().plan(two.move));
      chunks.stream()
          .filter(chunk -> chunk.wave() < 2)
          .forEach(chunk -> two.store().copy(two.move, chunk));
      new Folder(two.artifact()).remove();
      chunks.forEach(chunk -> two.store().copy(second, chunk));
      assertThat(files(two, "big")).hasSizeGreaterThan(3);
      sameRows(two, restored(two), "big", "true");
    }
  }

  @Test
  void alsoWhenItWasWholeThereAndTheTableWasRewrittenSince() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(BIG);
      Plan plan = two.copyAll();
      new Folder(two.artifact()).remove();
      two.store().release(two.move);
      TwoDatabases.run(two.sourceDatabase(), "VACUUM FULL shop.big");
      assertThat(verdict(two, plan).passed()).isTrue();
      assertThat(files(two, "big")).hasSize(1);
      assertThat(Files.readString(two.artifact().resolve(ArtifactContents.NAME)))
          .contains("\"position\" : \"" + plan.position());
      sameRows(two, restored(two), "big", "true");
    }
  }

  @Test
  void aDamagedFileIsFoundByTheNextWorkerAndMadeAnew() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(BIG);
      Plan plan = two.copyAll();
      Path damaged = files(two, "big").get(1);
      damage(damaged);
      Files.writeString(two.artifact().resolve("rows/00001-big.1.copy.zst.tmp"), "half");
      assertThat(faults(two)).singleElement().asString().contains("rows/" + damaged.getFileName());
      assertThat(verdict(two, plan).passed()).isTrue();
      assertThat(faults(two)).isEmpty();
      assertThat(damaged).doesNotExist();
      assertThat(two.artifact().resolve("rows/00001-big.1.copy.zst.tmp")).doesNotExist();
      sameRows(two, restored(two), "big", "true");
    }
  }

  @Test
  void psqlRestoresNothingOfADamagedOne() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA.chunks(20_000))) {
      two.onSource(BIG);
      two.copyAll();
      Psql copy = new Psql(two.superuser(), two.sourceDatabase() + "_damaged");
      damage(files(two, "big").get(1));
      assertThat(copy.run(two.artifact())).contains("zstd");
      assertThat(copy.ask("SELECT to_regnamespace('shop')")).containsExactly((String) null);
    }
  }

  @Test
  void theInspectorSaysNoToEveryFault() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onSource(BIG);
      two.copyAll();
      Path file = files(two, "big").get(0);
      Path manifest = two.artifact().resolve(ArtifactContents.NAME);
      String text = Files.readString(manifest);
      assertThat(faults(two)).isEmpty();
      Files.writeString(manifest, text.replace("\"sha256\" : \"", "\"sha256\" : \"0"));
      assertThat(faults(two)).isNotEmpty();
      Files.writeString(manifest, text.replace("big.1.copy", "small.1.copy"));
      assertThat(faults(two)).anyMatch(fault -> fault.contains("of no rows"));
      Files.writeString(manifest, text);
      Files.writeString(two.artifact().resolve(ArtifactTexts.SEQUENCES), "-- more");
      assertThat(faults(two)).singleElement().asString().contains(ArtifactTexts.SEQUENCES);
      Files.delete(file);
      assertThat(faults(two)).hasSize(2);
      Files.delete(manifest);
      assertThat(faults(two)).containsExactly(ArtifactContents.NAME + " cannot be read");
    }
  }

  @Test
  void nothingOfItIsLeftWhenTheMoveIsUndone() throws Exception {
    try (TwoDatabases two = new TwoDatabases(Setting.SCHEMA)) {
      two.onSource(BIG);
      two.copyAll();
      two.store().discard(two.move);
      two.store().discard(two.move);
      assertThat(two.artifact()).doesNotExist();
    }
  }

  private static List<Path> files(TwoDatabases two, String table) throws IOException {
    try (Stream<Path> files = Files.list(two.artifact().resolve("rows"))) {
      return files.filter(f -> f.toString().contains("-" + table + ".")).sorted().toList();
    }
  }

  private static void damage(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), channel.size() / 2);
    }
  }

  private Verdict verdict(TwoDatabases two, Plan plan) {
    PlannedCheck check =
        plan.checks().stream().filter(c -> c.name().equals(Artifact.ID)).findFirst().orElseThrow();
    return two.store().check(second, check);
  }

  /** As the next worker sees them. */
  private List<String> faults(TwoDatabases two) throws SQLException {
    List<Entry> entries = ArtifactEntries.read(two.connectTarget(), two.move);
    return new Inspector(new Folder(two.artifact()), second).faults(entries);
  }
}
