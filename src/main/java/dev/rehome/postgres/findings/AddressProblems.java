package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.pooler.PoolerProbe;
import dev.rehome.pooler.Pooling;
import dev.rehome.postgres.side.PostgresSide;
import java.util.ArrayList;
import java.util.List;

/** What stands between us and a side's server, which answers. */
final class AddressProblems {
  private AddressProblems() {}

  static List<Finding> find(PostgresSide source, PostgresSide target) {
    List<Finding> findings = new ArrayList<>();
    for (PostgresSide side : List.of(source, target)) {
      Pooling pooling = side.with(connection -> PoolerProbe.of(side.settings().database()));
      String subject = side.cell() + " " + side.settings().database();
      String remedy = pooling.remedy(key(side));
      switch (pooling) {
        case NONE -> {}
        case SESSION -> findings.add(note(subject, pooling.problem(), remedy));
        case SHARED -> findings.add(blocking(subject, pooling.problem(), remedy));
      }
    }
    return findings;
  }

  /** What to do about a side that did not answer. */
  static String remedy(PostgresSide side, String reason) {
    if (PoolerProbe.refused(reason)) {
      return "it is a connection pooler: " + Pooling.SHARED.remedy(key(side));
    }
    String tls = TlsProblems.remedy(key(side), reason);
    return tls == null ? "check %s, .user and .password".formatted(key(side)) : tls;
  }

  private static String key(PostgresSide side) {
    return "rehome.cell." + side.cell() + ".postgres.url";
  }

  private static Finding blocking(String subject, String problem, String remedy) {
    return Finding.blocking(PostgresSide.COMPONENT, subject, problem, remedy);
  }

  private static Finding note(String subject, String problem, String remedy) {
    return Finding.note(PostgresSide.COMPONENT, subject, problem, remedy);
  }
}
