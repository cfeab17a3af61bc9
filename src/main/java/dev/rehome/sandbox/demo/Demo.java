package dev.rehome.sandbox.demo;

import dev.rehome.journal.jobs.Submitted;
import dev.rehome.journal.jobs.Submitted.Word;
import dev.rehome.journal.read.Moved;
import dev.rehome.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One tenant of two moved while both write, and everything that is promised of it looked at. */
final class Demo {
  private static final String NEIGHBOUR = "globex";
  private static final int WARM_UP = 50;

  private static final String PAUSE =
      """
      SELECT (extract(epoch FROM
          (SELECT max(at) FROM _system.journal WHERE move = '%1$s' AND phase = 'RESUME')
          - (SELECT min(at) FROM _system.journal WHERE move = '%1$s' AND phase = 'DRAIN' AND mark = 'DURABLE')) * 1000
        + (SELECT (detail->>'refused_ms')::bigint FROM _system.journal
           WHERE move = '%1$s' AND phase = 'DRAIN' AND mark = 'DURABLE' ORDER BY seq LIMIT 1))::bigint
      """;

  private static final String CUTOVER =
      "SELECT (extract(epoch FROM at) * 1000)::bigint FROM _system.journal"
          + " WHERE move = '%s' AND phase = 'CUTOVER' AND mark = 'DURABLE'";

  private final Sandbox sandbox;
  private final Screen screen;
  private final List<Fact> facts = new ArrayList<>();

  Demo(Sandbox sandbox, Screen screen) {
    this.sandbox = sandbox;
    this.screen = screen;
  }

  DemoReport run() throws SQLException, InterruptedException {
    try (Connection east = sandbox.connect(DemoMove.SOURCE);
        Connection control = sandbox.connect("control");
        DemoMove move = DemoMove.start(sandbox, screen)) {
      CountedRows rows = new CountedRows(east, Sandbox.SHARED_SCHEMA);
      showCounts(rows.counts());
      Optional<ObjectClaims> files = lookAtFiles();
      long seeded = rows.now();
      String before = rows.unchangedBefore(seeded, DemoMove.TENANT);
      try (ProductAtWork acme = ProductAtWork.start(sandbox, DemoMove.TENANT);
          ProductAtWork globex = ProductAtWork.start(sandbox, NEIGHBOUR)) {
        screen.heading("acme moves from us_east to us_west; both tenants write");
        acme.awaitAcknowledged(WARM_UP);
        globex.awaitAcknowledged(WARM_UP);
        Submitted job = move.run(control);
        acme.awaitAcknowledged(WARM_UP);
        globex.awaitAcknowledged(WARM_UP);
        acme.stop();
        globex.stop();
        Moved.Story story = move.story(job);
        boolean moved = job.word().equals(Optional.of(Word.MOVED));
        claim(
            "the move ended as MOVED",
            moved,
            job.word().map(Word::name).orElse("no word") + " " + job.message());
        lookAtAcme(story, acme, moved ? DemoMove.TARGET : DemoMove.SOURCE);
        if (moved) {
          lookAtBothCells(story, acme);
        }
        lookAtGlobex(globex);
        claimUntouched(before, rows.unchangedBefore(seeded, DemoMove.TENANT));
        if (files.isPresent()) {
          facts.addAll(files.get().facts(moved));
        }
        return report(control, story, acme, files.map(ObjectClaims::counts).orElse(Map.of()));
      }
    }
  }

  private void showCounts(Map<String, Long> counts) {
    screen.heading("Rows in us_east, by tenant");
    screen.table(
        List.of("tenant", "rows"),
        counts.entrySet().stream()
            .map(entry -> List.of(entry.getKey(), Screen.count(entry.getValue())))
            .toList());
  }

  private Optional<ObjectClaims> lookAtFiles() throws InterruptedException {
    if (sandbox.objects().isEmpty()) {
      return Optional.empty();
    }
    ObjectClaims files = new ObjectClaims(sandbox.objects().get(), DemoMove.TENANT, NEIGHBOUR);
    screen.heading("Objects in us_east, by tenant");
    screen.table(
        List.of("tenant", "objects", "MiB"),
        files.counts().entrySet().stream()
            .map(
                entry ->
                    List.of(
                        entry.getKey(),
                        Screen.count(entry.getValue().objects()),
                        "%.1f".formatted(entry.getValue().bytes() / (double) (1 << 20))))
            .toList());
    return Optional.of(files);
  }

  private void lookAtAcme(Moved.Story story, ProductAtWork acme, String cell) throws SQLException {
    long failed = story.checks().stream().filter(check -> !check.passed()).count();
    claim(
        "every check passed",
        failed == 0 && !story.checks().isEmpty(),
        "%d checks, %d failed".formatted(story.checks().size(), failed));
    try (Connection product = sandbox.product(cell, DemoMove.TENANT)) {
      List<String> missing = acme.missing(product);
      claim(
          "no acknowledged write of acme is missing in " + cell,
          missing.isEmpty(),
          "%s acknowledged, %d missing%s"
              .formatted(Screen.count(acme.acknowledged()), missing.size(), first(missing)));
      List<String> surplus = acme.surplus(product);
      claim(
          "no refused write of acme is in " + cell,
          surplus.isEmpty(),
          "refused %s, %d there%s".formatted(acme.refusals(), surplus.size(), first(surplus)));
    }
  }

  private void lookAtBothCells(Moved.Story story, ProductAtWork acme) throws SQLException {
    claimServedOnce(story, acme);
    try (Connection old = sandbox.product(DemoMove.SOURCE, DemoMove.TENANT);
        Connection now = sandbox.product(DemoMove.TARGET, DemoMove.TENANT)) {
      String late = ProductAtWork.lateWrite(old, DemoMove.TENANT);
      claim("a late writer at us_east is refused", late.startsWith("SQLSTATE RH001"), late);
      String same = ProductAtWork.lateWrite(now, DemoMove.TENANT);
      claim("the same write is accepted at us_west", same.equals("accepted"), same);
    }
    try (Connection west = sandbox.connect(DemoMove.TARGET)) {
      Map<String, Long> counts = new CountedRows(west, "public").counts();
      if (sandbox.objects().isPresent()) {
        facts.add(
            new ObjectUrls(west, "public", DemoMove.TENANT)
                .fact(DemoMove.TARGET, sandbox.objects().get().west()));
      }
      claim(
          "us_west holds rows of acme and of nobody else",
          counts.keySet().equals(Set.of(DemoMove.TENANT)),
          counts.toString());
    }
  }

  private void lookAtGlobex(ProductAtWork globex) throws SQLException {
    try (Connection product = sandbox.product(DemoMove.SOURCE, NEIGHBOUR)) {
      List<String> missing = globex.missing(product);
      claim(
          "globex was never refused and lost nothing",
          missing.isEmpty() && globex.refusals().isEmpty(),
          "%s acknowledged, refusals %s, %d missing%s"
              .formatted(
                  Screen.count(globex.acknowledged()),
                  globex.refusals().isEmpty() ? "0" : globex.refusals(),
                  missing.size(),
                  first(missing)));
    }
  }

  private void claimServedOnce(Moved.Story story, ProductAtWork acme) throws SQLException {
    String cutover = ask(CUTOVER.formatted(story.move().move()));
    long late =
        cutover.isEmpty()
            ? -1
            : acme.begunAfter(
                Instant.ofEpochMilli(Long.parseLong(cutover)),
                sandbox.productUrl(DemoMove.SOURCE, DemoMove.TENANT));
    claim(
        "us_east acknowledged no write of acme after the cutover",
        late == 0,
        late < 0 ? "there was no cutover" : late + " acknowledged");
  }

  private void claimUntouched(String before, String after) {
    claim(
        "no row of a neighbour was changed in us_east",
        before.equals(after),
        before.equals(after) ? after : before + " before, " + after + " after");
  }

  private DemoReport report(
      Connection control,
      Moved.Story story,
      ProductAtWork acme,
      Map<String, ObjectClaims.Counts> objects)
      throws SQLException {
    List<Question> questions = new ArrayList<>();
    for (String sql : Question.OF_AN_OPERATOR) {
      questions.add(Question.ask(control, sql));
    }
    claim(
        "the catalog says us_west",
        questions.get(1).rows().equals(List.of(List.of(DemoMove.TARGET))),
        questions.get(1).rows().toString());
    String pause = ask(PAUSE.formatted(story.move().move()));
    Duration journal = Duration.ofMillis(pause.isEmpty() ? 0 : Long.parseLong(pause));
    return new DemoReport(story, acme.longestGap(), journal, questions, objects, facts);
  }

  /** One value of the control store; empty if there is none. */
  private String ask(String sql) throws SQLException {
    try (Connection control = sandbox.connect("control")) {
      Question asked = Question.ask(control, sql);
      return asked.rows().isEmpty() ? "" : asked.value();
    }
  }

  private void claim(String claim, boolean holds, String seen) {
    facts.add(new Fact(claim, holds, seen));
  }

  private static String first(List<String> faults) {
    return faults.isEmpty() ? "" : ", e.g. " + faults.get(0);
  }
}
