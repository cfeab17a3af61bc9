package dev.rehome.cli.commands;

import dev.rehome.cli.show.Texts;
import dev.rehome.cli.work.BadRequest;
import dev.rehome.cli.work.Common;
import dev.rehome.journal.ControlStore;
import dev.rehome.journal.read.AuditTrail;
import dev.rehome.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What has been done, and whether the record of it is whole. */
@Command(
    name = "audit",
    description = "the audit trail, of all tenants or of one",
    subcommands = AuditCommand.Verify.class)
public final class AuditCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  @Mixin private Common common;

  @Parameters(paramLabel = "TENANT", arity = "0..1", description = "the tenant's name")
  private String tenant;

  @Override
  public Integer call() {
    try (ControlStore control = ControlStore.reading(common.settings().control())) {
      List<AuditTrail.Row> rows = new AuditTrail(control).rows(Optional.ofNullable(tenant), MOST);
      if (tenant != null && rows.isEmpty()) {
        throw new BadRequest("the audit trail has no row of " + tenant);
      }
      if (common.output().json()) {
        common.output().object(Map.of("rows", rows.stream().map(AuditCommand::map).toList()));
      } else {
        common.output().say(table(rows));
      }
      return 0;
    }
  }

  private static String table(List<AuditTrail.Row> rows) {
    TextTable table = TextTable.of("row", "at", "actor", "action", "tenant", "result", "detail");
    rows.forEach(
        r ->
            table.row(
                Long.toString(r.seq()),
                r.at().toString(),
                r.actor(),
                r.action(),
                r.tenant(),
                r.result(),
                Texts.firstLine(r.detail())));
    return table.toString();
  }

  private static Map<String, Object> map(AuditTrail.Row row) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("row", row.seq());
    map.put("at", row.at().toString());
    map.put("actor", row.actor());
    map.put("action", row.action());
    map.put("move", row.move());
    map.put("tenant", row.tenant());
    map.put("result", row.result());
    map.put("detail", row.detail());
    return map;
  }

  /** Computes the chain of hashes again. */
  @Command(name = "verify", description = "whether every row is as it was written; 1 if not")
  static final class Verify implements Callable<Integer> {
    private static final int NAMED_MOST = 20;

    @Mixin private Common common;

    @Override
    public Integer call() {
      try (ControlStore control = ControlStore.reading(common.settings().control())) {
        AuditTrail.Verdict verdict = new AuditTrail(control).verify(NAMED_MOST);
        boolean whole = verdict.breaks().isEmpty();
        if (common.output().json()) {
          common.output().object(map(verdict));
        } else {
          verdict
              .breaks()
              .forEach(
                  b ->
                      common
                          .output()
                          .say("row %d (%s): %s".formatted(b.seq(), b.action(), b.what())));
          common
              .output()
              .say(
                  whole
                      ? "the audit trail is whole: %s, the last hash is %s"
                          .formatted(Texts.counted(verdict.rows(), "row"), verdict.lastHash())
                      : "TAMPERED: the audit trail, or what it tells of, was changed; see the rows"
                          + " above");
        }
        return whole ? 0 : 1;
      }
    }

    private static Map<String, Object> map(AuditTrail.Verdict verdict) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("whole", verdict.breaks().isEmpty());
      map.put("rows", verdict.rows());
      map.put("last_hash", verdict.lastHash());
      map.put(
          "breaks",
          verdict.breaks().stream()
              .map(b -> Map.of("row", b.seq(), "action", b.action(), "what", b.what()))
              .toList());
      return map;
    }
  }
}
