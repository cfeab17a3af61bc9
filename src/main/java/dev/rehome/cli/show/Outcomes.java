package dev.rehome.cli.show;

import dev.rehome.journal.StoryFacts;
import dev.rehome.journal.read.Moved;
import dev.rehome.model.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last line of a move that the control store knows. */
public final class Outcomes {
  private Outcomes() {}

  /** Whether the tenant's fate is decided; clean-up may be pending. */
  public static boolean decided(Moved moved) {
    return Status.of(moved.status()).over();
  }

  /** The ending of a move, decided or left. */
  public static Ending of(Moved.Story story) {
    Moved moved = story.move();
    String move = "(move " + moved.move() + ")";
    String way = moved.tenant() + " from " + moved.source() + " to " + moved.target();
    return switch (Status.of(moved.status())) {
      case DONE ->
          ending(
              Word.MOVED,
              story,
              way
                  + " in "
                  + Texts.duration(moved.took())
                  + story.pause().map(p -> ", write pause " + Texts.duration(p)).orElse("")
                  + (moved.message().isBlank() ? "" : "; " + gist(moved.message()))
                  + " "
                  + move);
      case REFUSED ->
          ending(
              Word.REFUSED,
              story,
              moved.tenant() + ", nothing was changed: " + gist(moved.message()) + " " + move);
      case ABORTED -> ending(Word.ABORTED, story, undone(moved) + " " + move);
      case ROLLED_BACK -> ending(Word.ROLLED_BACK, story, undone(moved) + " " + move);
      case NEEDS_HAND ->
          ending(Word.STOPPED, story, "needs a hand: " + gist(moved.message()) + " " + move);
      case RUNNING, PAUSED ->
          ending(
              Word.STOPPED,
              story,
              "%s is left at %s %s; the next start goes on or undoes it %s"
                  .formatted(way, moved.phase(), moved.mark(), move));
    };
  }

  private static String undone(Moved moved) {
    return "%s, %s serves%s: %s"
        .formatted(
            moved.tenant(),
            moved.source(),
            moved.cleanUp().equals("pending") ? ", clean-up pending" : "",
            gist(moved.message()));
  }

  /** The first of several lines; the others were printed before. */
  private static String gist(String message) {
    long more = message.strip().lines().count() - 1;
    return Texts.firstLine(message) + (more > 0 ? " (and " + more + " more)" : "");
  }

  /** What every ending tells of its move, to be added to. */
  static Map<String, Object> facts(Moved.Story story) {
    Moved moved = story.move();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("tenant", moved.tenant());
    facts.put("from", moved.source());
    facts.put("to", moved.target());
    facts.put("move", moved.move());
    facts.put("job", moved.job());
    facts.putAll(StoryFacts.outcome(story));
    return facts;
  }

  private static Ending ending(Word word, Moved.Story story, String sentence) {
    Map<String, Object> facts = facts(story);
    if (!story.move().cleanUp().isEmpty()) {
      facts.put("clean_up", story.move().cleanUp());
    }
    return new Ending(word, sentence, facts);
  }
}
