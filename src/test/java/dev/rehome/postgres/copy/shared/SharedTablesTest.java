package dev.rehome.postgres.copy.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Chunk;
import dev.rehome.model.Phase;
import dev.rehome.postgres.TwoDatabases;
import dev.rehome.postgres.TwoDatabases.Setting;
import dev.rehome.store.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users of several tenants: brought, refreshed under the fence, proven by key, taken away. */
final class SharedTablesTest {
  private static final String TABLES =
      """
      CREATE TABLE users (id int PRIMARY KEY, name text);
      CREATE TABLE members (id int PRIMARY KEY, tenant_id text NOT NULL, person int NOT NULL REFERENCES users);
      """;

  private static final String USERS = "SELECT string_agg(id || name, ' ' ORDER BY id) FROM users";

  private static final Setting SETTING =
      Setting.ROW
          .predicate("users", "id IN (SELECT person FROM members WHERE tenant_id = :tenant_id)")
          .sharing("users");

  private static final String SOURCE =
      TABLES
          + """
          INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e');
          INSERT INTO members VALUES (1, 'acme', 1), (2, 'acme', 2), (3, 'acme', 3), (12, 'globex', 2), (13, 'globex', 4)
          """;

  /** One came into need, one changed, one is needed no more. */
  private static final String MEANWHILE =
      """
      INSERT INTO members VALUES (4, 'acme', 4); DELETE FROM members WHERE id = 3;
      UPDATE users SET name = 'aa' WHERE id = 1
      """;

  @AfterEach
  void asTheServerWas() throws SQLException {
    TwoDatabases.run("postgres", "REVOKE SET ON PARAMETER session_replication_role FROM mover");
  }

  @Test
  void whatIsNeededUnderTheFenceHasComeAndNothingElse() throws Exception {
    try (TwoDatabases two = new TwoDatabases(SETTING)) {
      two.onSource(SOURCE);
      two.onTarget(TABLES);
      Plan plan = ahead(two);
      assertThat(two.target(USERS)).isEqualTo("1a 2b 3c");
      two.onSource(MEANWHILE);
      fenced(two, plan);
      assertThat(two.target(USERS)).isEqualTo("1aa 2b 4d");
      two.onSource("UPDATE users SET name = 'later' WHERE id = 2");
      assertThat(two.failing(plan)).isEmpty();
      two.plant("UPDATE users SET name = 'wrong' WHERE id = 4");
      assertThat(two.failing(plan)).containsExactly("references shop.users");
    }
  }

  @Test
  void aTargetOfOthersKeepsTheirsAndOnlyTheMovesOwnRowsAreWithoutExcuse() throws Exception {
    try (TwoDatabases two = joined()) {
      Plan plan = ahead(two);
      two.onSource(MEANWHILE);
      fenced(two, plan);
      assertThat(two.target(USERS)).isEqualTo("1aa 2b 4d 9z");
      assertThat(two.failing(plan)).isEmpty();
      // others go on, at either side
      two.onSource("UPDATE users SET name = 'later' WHERE id = 4");
      two.onTarget("UPDATE users SET name = 'theirs' WHERE id = 2");
      assertThat(two.failing(plan)).isEmpty();
      // a row that only the move can have written
      two.plant(
          "UPDATE users SET name = 'wrong' WHERE id = 1;"
              + " UPDATE _rehome.receipt SET xid = txid_current() WHERE chunk = 'references'");
      assertThat(two.failing(plan)).containsExactly("references shop.users");
      two.plant("DELETE FROM users WHERE id = 1");
      assertThat(two.failing(plan)).contains("references shop.users", "orphans shop.members");
    }
  }

  @Test
  void anUndoTakesAwayWhatItBroughtUnlessSomebodyRefersToIt() throws Exception {
    try (TwoDatabases two = joined()) {
      fenced(two, ahead(two));
      assertThat(two.target(USERS)).isEqualTo("1a 2b 3c 9z");
      two.store().discard(two.move);
      assertThat(two.target(USERS)).isEqualTo("2b 9z");
    }
    try (TwoDatabases two = joined()) {
      ahead(two);
      two.onTarget("INSERT INTO members VALUES (91, 'initech', 3)");
      two.store().discard(two.move);
      assertThat(two.target(USERS)).isEqualTo("1a 2b 3c 9z");
    }
  }

  /** Who signs up at the target while the tenant works on at the source. */
  @Test
  void theNextValuesOfATargetOfOthersArePastTheRowsThatComeAhead() throws Exception {
    try (TwoDatabases two = joined()) {
      two.onBoth(
          "CREATE SEQUENCE next_user OWNED BY users.id; ALTER TABLE users ALTER id SET DEFAULT"
              + " nextval('next_user')");
      two.onSource("SELECT setval('next_user', 5)");
      ahead(two);
      assertThat(two.target(USERS)).isEqualTo("1a 2b 3c 9z");
      two.onTarget("INSERT INTO users (name) VALUES ('x'), ('y')");
      assertThat(two.target(USERS)).isEqualTo("1a 2b 3c 6x 7y 9z");
    }
  }

  /** He has referred to rows that then change or are needed no more, or is about to. */
  @Test
  void whatANeighbourRefersToStaysWhereItIsAndHeIsNotWaitedFor() throws Exception {
    try (TwoDatabases two = joined();
        Connection neighbour = two.connectTarget();
        Statement about = neighbour.createStatement()) {
      two.onSource("INSERT INTO members VALUES (5, 'acme', 5)");
      Plan plan = ahead(two);
      two.onTarget("INSERT INTO members VALUES (91, 'initech', 3)");
      neighbour.setAutoCommit(false);
      about.execute("INSERT INTO members VALUES (92, 'initech', 1), (93, 'initech', 5)");
      two.onSource(MEANWHILE + "; DELETE FROM members WHERE id = 5");
      fenced(two, plan);
      neighbour.commit();
      assertThat(two.target(USERS)).isEqualTo("1aa 2b 3c 4d 5e 9z");
      assertThat(two.failing(plan)).isEmpty();
      two.store().discard(two.move);
      assertThat(two.target(USERS)).isEqualTo("1aa 2b 3c 4d 5e 9z");
    }
  }

  /** What one refers to by another column than the key is as he has it, or the proof says no. */
  @Test
  void aValueThatANeighbourMayReferToDoesNotChange() throws Exception {
    try (TwoDatabases two = joined()) {
      two.onTarget(
          "ALTER TABLE users ADD UNIQUE (name); CREATE TABLE named (name text REFERENCES users"
              + " (name))");
      Plan plan = ahead(two);
      two.onTarget("INSERT INTO named VALUES ('a')");
      two.onSource(MEANWHILE);
      fenced(two, plan);
      assertThat(two.target(USERS)).isEqualTo("1a 2b 4d 9z");
      assertThat(two.failing(plan)).containsExactly("references shop.users");
    }
  }

  /** Rows carry 32 bits of their transactions: some of ours, seen so, are a neighbour's. */
  @Test
  void onAServerThatHasCountedThroughTheMovesRowsAreToldByTheirKeys() throws Exception {
    try (TwoDatabases two = joined()) {
      Plan plan = ahead(two);
      two.plant(
          "INSERT INTO _rehome.receipt SELECT 'm1', 'long ago', 1, 0, 0, '', '',"
              + " 4294967296 + xmin::text::bigint FROM users WHERE id = 9");
      two.onSource(MEANWHILE);
      fenced(two, plan);
      assertThat(two.target(USERS)).isEqualTo("1aa 2b 4d 9z");
      two.store().discard(two.move);
      assertThat(two.target(USERS)).isEqualTo("2b 9z");
    }
    try (TwoDatabases two = joined()) {
      ahead(two);
      two.plant("UPDATE _rehome.receipt SET xid = xid + 4294967296");
      two.store().discard(two.move);
      assertThat(two.target(USERS)).isEqualTo("2b 9z");
    }
  }

  private static TwoDatabases joined() throws SQLException {
    TwoDatabases two =
        new TwoDatabases(
            Setting.ROW_TO_ROW
                .predicate("users", SETTING.predicates().get("users"))
                .sharing("users"));
    two.onSource(SOURCE);
    two.onTarget(
        TABLES
            + "INSERT INTO users VALUES (2, 'b'), (9, 'z'); INSERT INTO members VALUES (90,"
            + " 'initech', 9)");
    two.quiet(true);
    return two;
  }

  /** What COPY does, while the tenant writes; the plan with all checks. */
  private static Plan ahead(TwoDatabases two) {
    Plan plan = two.store().ahead(two.move);
    copy(two, plan.chunks().stream().filter(chunk -> chunk.phase() == Phase.COPY));
    return plan;
  }

  private static void fenced(TwoDatabases two, Plan ahead) {
    Stream<Chunk> left = ahead.chunks().stream().filter(chunk -> chunk.phase() != Phase.COPY);
    copy(two, Stream.concat(left, two.store().plan(two.move).chunks().stream()));
  }

  private static void copy(TwoDatabases two, Stream<Chunk> chunks) {
    chunks
        .sorted(Comparator.comparingInt(Chunk::wave))
        .forEach(chunk -> two.store().copy(two.move, chunk));
  }
}
