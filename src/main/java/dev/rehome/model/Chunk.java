package dev.rehome.model;

import java.util.Map;

/**
 * The unit of copying, retry and resume. It carries all that another process needs to copy it.
 *
 * @param component e.g. {@code postgres}
 * @param id unique within move and component, e.g. {@code rows/public.orders/3}
 * @param phase in which it is copied: COPY or SNAPSHOT
 * @param wave chunks of a phase's wave run in parallel; a wave begins when the one before it is
 *     done; from 0
 * @param spec the component's own description; opaque to everybody else
 */
public record Chunk(
    String move, String component, String id, Phase phase, int wave, Map<String, String> spec) {
  public Chunk {
    Rules.notBlank("move id", move);
    Rules.notBlank("component", component);
    Rules.notBlank("chunk id", id);
    Rules.notNull("phase", phase);
    Rules.atLeast("wave", 0, wave);
    spec = Map.copyOf(spec);
  }

  /** One that is copied under the fence. */
  public Chunk(String move, String component, String id, int wave, Map<String, String> spec) {
    this(move, component, id, Phase.SNAPSHOT, wave, spec);
  }

  /** The same, to be copied under the fence. */
  public Chunk fenced() {
    return new Chunk(move, component, id, wave, spec);
  }

  /** The same, to be copied while the tenant writes. */
  public Chunk ahead() {
    return new Chunk(move, component, id, Phase.COPY, wave, spec);
  }
}
