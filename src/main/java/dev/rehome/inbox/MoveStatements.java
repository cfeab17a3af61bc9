package dev.rehome.inbox;

import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.text.Fault;
import dev.rehome.text.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests from {@code MOVE TENANT acme FROM us_east TO us_west;}, one or more. Keywords in any
 * case; names in double quotes where they have blanks or are keywords; comments from {@code --} to
 * the line's end. Every statement ends with a semicolon, so that half a statement is none.
 */
final class MoveStatements {
  private static final String FORM = "MOVE TENANT name FROM cell TO cell;";
  private static final List<String> KEYWORDS = List.of("move", "tenant", "from", "to");

  private final Cells cells;
  private final List<Fault> faults;

  MoveStatements(Cells cells, List<Fault> faults) {
    this.cells = cells;
    this.faults = faults;
  }

  /** In their order. What is wrong goes to the faults, the first of every statement. */
  List<Request> requests(String text) {
    List<Request> requests = new ArrayList<>();
    List<StatementToken> statement = new ArrayList<>();
    for (StatementToken token : new Tokens(text, faults).all()) {
      statement.add(token);
      if (token.isEnd()) {
        request(statement).ifPresent(requests::add);
        statement.clear();
      }
    }
    if (statement.stream().anyMatch(StatementToken::isBroken)) {
      return requests;
    }
    if (!statement.isEmpty()) {
      StatementToken last = statement.get(statement.size() - 1);
      fault(last.place(), "after " + last.shown() + " a ; is missing; the form is " + FORM);
    } else if (requests.isEmpty() && faults.isEmpty()) {
      fault(Place.START, "there is no statement in it; the form is " + FORM);
    }
    return requests;
  }

  private Optional<Request> request(List<StatementToken> statement) {
    if (statement.stream().anyMatch(StatementToken::isBroken)) {
      return Optional.empty();
    }
    List<String> form = List.of("MOVE", "TENANT", "", "FROM", "", "TO", "", ";");
    for (int i = 0; i < form.size(); i++) {
      // a statement always ends with ; and form has none before its end
      StatementToken token = statement.get(Math.min(i, statement.size() - 1));
      if (form.get(i).isEmpty() ? !isName(token) : !token.is(form.get(i))) {
        String expected = form.get(i).isEmpty() ? "a name" : form.get(i);
        fault(
            token.place(),
            "expected %s, got %s; the form is %s%s"
                .formatted(
                    expected,
                    token.shown(),
                    FORM,
                    token.isWord() && form.get(i).isEmpty()
                        ? " (a name that is a keyword is written in double quotes)"
                        : ""));
        return Optional.empty();
      }
    }
    StatementToken tenant = statement.get(2);
    StatementToken from = statement.get(4);
    StatementToken to = statement.get(6);
    JobNames.wrong(tenant.text()).ifPresent(rule -> fault(tenant.place(), "tenant: " + rule));
    cells.check("FROM", from.text(), from.place(), faults);
    cells.check("TO", to.text(), to.place(), faults);
    cells.checkPair(from.text(), to.text(), to.place(), faults);
    return faults.isEmpty()
        ? Optional.of(
            new Request(
                Optional.empty(),
                Tenant.named(tenant.text()),
                from.text(),
                to.text(),
                Options.NONE))
        : Optional.empty();
  }

  private static boolean isName(StatementToken token) {
    return token.isQuoted()
        || (token.isWord() && KEYWORDS.stream().noneMatch(word -> token.is(word)));
  }

  private void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }
}
