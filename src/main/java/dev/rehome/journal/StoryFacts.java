package dev.rehome.journal;

import dev.rehome.journal.read.Moved;
import dev.rehome.journal.read.Moved.Copied;
import dev.rehome.journal.read.Moved.PhaseTime;
import dev.rehome.journal.read.Moved.StepTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What programs are told of a move: maps of numbers, texts and lists, under fixed names. */
public final class StoryFacts {
  private StoryFacts() {}

  /** What an outcome holds: how much, how long, and what is left. */
  public static Map<String, Object> outcome(Moved.Story story) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seconds", seconds(story.move().took()));
    story.pause().ifPresent(pause -> map.put("pause_seconds", seconds(pause)));
    map.putAll(story.progress().counts());
    map.put("bytes", story.progress().bytes());
    map.put("components", components(story));
    map.put("phases", phases(story));
    map.put("steps", steps(story));
    map.put("left_behind", story.leftBehind());
    return map;
  }

  /** How far each component is. */
  public static List<Map<String, Object>> components(Moved.Story story) {
    return story.progress().copied().stream().map(StoryFacts::map).toList();
  }

  /** How long each phase took, or has been going on. */
  public static List<Map<String, Object>> phases(Moved.Story story) {
    return story.phases().stream().map(StoryFacts::map).toList();
  }

  /** The steps of copy and proof that have ended. */
  public static List<Map<String, Object>> steps(Moved.Story story) {
    return story.steps().stream().map(StoryFacts::map).toList();
  }

  /** Who works on it. */
  public static Map<String, Object> worker(Moved.Story story) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("who", story.worker().who().orElse(null));
    map.put("lives", story.worker().lives());
    map.put("heard_seconds_ago", story.worker().heard().map(StoryFacts::seconds).orElse(null));
    return map;
  }

  private static Map<String, Object> map(Copied copied) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("component", copied.component());
    map.put("unit", copied.unit().many());
    map.put("chunks", copied.chunks());
    map.put("chunks_done", copied.chunksDone());
    map.put("count", copied.count());
    map.put("bytes", copied.bytes());
    map.put("checks", copied.checks());
    map.put("checks_done", copied.checksDone());
    return map;
  }

  private static Map<String, Object> map(PhaseTime phase) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("phase", phase.phase());
    map.put("seconds", seconds(phase.took()));
    map.put("ended", phase.ended());
    return map;
  }

  private static Map<String, Object> map(StepTime step) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("phase", step.phase());
    map.put("component", step.component());
    map.put("step", step.step());
    map.put("seconds", seconds(step.took()));
    map.put(step.unit().many(), step.count());
    map.put("bytes", step.bytes());
    return map;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
