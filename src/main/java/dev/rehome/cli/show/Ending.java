package dev.rehome.cli.show;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a command ended: its last line and its exit status.
 *
 * @param sentence one line, without the word
 * @param facts for {@code --json}, in this order, after {@code outcome}
 */
public record Ending(Word word, String sentence, Map<String, Object> facts, int status) {
  public Ending {
    facts = new LinkedHashMap<>(facts);
  }

  public Ending(Word word, String sentence, Map<String, Object> facts) {
    this(word, sentence, facts, word.status());
  }

  static Ending of(Word word, String sentence) {
    return new Ending(word, sentence, Map.of());
  }

  public static Ending stopped(String sentence) {
    return of(Word.STOPPED, sentence);
  }

  public static Ending refused(String sentence) {
    return of(Word.REFUSED, sentence);
  }

  public Ending withStatus(int other) {
    return new Ending(word, sentence, facts, other);
  }

  /** The last line for people. */
  String line() {
    return word + " " + Masked.of(Texts.oneLine(sentence));
  }

  /** The last line for programs. */
  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("outcome", word.name());
    all.putAll(facts);
    all.put("message", sentence);
    all.put("exit", status);
    return Texts.json(Masked.all(all));
  }
}
