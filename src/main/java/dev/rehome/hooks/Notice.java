package dev.rehome.hooks;

import dev.rehome.model.Move;
import dev.rehome.settings.Hook;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the application is told, of one move at one moment.
 *
 * @param cell the cell whose application is told: the source or the target of the move
 */
public record Notice(Hook.Point point, String cell, Move move) {
  /** Name and value; the same for a program and for a URL, where the names are in small letters. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("HOOK", point.word());
    fields.put("TENANT", move.tenant().name());
    fields.put("TENANT_ID", move.tenant().id());
    fields.put("MOVE", move.id());
    fields.put("SOURCE", move.source());
    fields.put("TARGET", move.target());
    fields.put("EPOCH", Long.toString(move.epoch()));
    fields.put("CELL", cell);
    return fields;
  }

  /** The environment of a program. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    fields().forEach((name, value) -> environment.put("REHOME_" + name, value));
    return environment;
  }

  /** The body of a POST; the epoch is a number. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    fields().forEach((name, value) -> body.put(name.toLowerCase(Locale.ROOT), value));
    body.put("epoch", move.epoch());
    return body;
  }

  @Override
  public String toString() {
    return "hook " + point.word() + " of " + cell;
  }
}
