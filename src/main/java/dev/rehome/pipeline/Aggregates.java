package dev.rehome.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** How the branches of split and multicast come together again. An error of one branch is kept. */
final class Aggregates {
  private Aggregates() {}

  /** All lists, one after the other: findings, verdicts. */
  static AggregationStrategy concatenated() {
    return (before, branch) -> collect(before, branch, branch.getIn().getBody(List.class));
  }

  private static Exchange collect(Exchange before, Exchange branch, List<?> more) {
    Exchange result = before == null ? branch : before;
    if (branch.getException() != null) {
      result.setException(branch.getException());
      return result;
    }
    List<Object> all = new ArrayList<>();
    if (before != null && before.getIn().getBody() instanceof List<?> list) {
      all.addAll(list);
    }
    all.addAll(more == null ? List.of() : more);
    result.getIn().setBody(all);
    return result;
  }

  /** Only counts: a wave may have many chunks, and their receipts are in the control store. */
  static AggregationStrategy counted() {
    return (before, branch) -> {
      Exchange result = before == null ? branch : before;
      if (branch.getException() != null) {
        result.setException(branch.getException());
      } else {
        int so = before != null && before.getIn().getBody() instanceof Integer count ? count : 0;
        result.getIn().setBody(so + 1);
      }
      return result;
    };
  }
}
