package dev.rehome.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehome.model.Options;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** How records are kept in the control store's jsonb columns. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  private Json() {}

  public static String of(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not to be written as JSON: " + value.getClass(), e);
    }
  }

  public static Map<String, String> texts(String json) {
    try {
      return MAPPER.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the control store holds what is not a map of texts", e);
    }
  }

  public static String options(Options options) {
    var node = MAPPER.createObjectNode();
    options.drainTimeoutSeconds().ifPresent(n -> node.put("drain-timeout-seconds", n));
    options.pauseMaxSeconds().ifPresent(n -> node.put("pause-max-seconds", n));
    node.put("keep-snapshot", options.keepSnapshot());
    node.put("allow-empty", options.allowEmpty());
    node.put("mirrored", options.mirrored());
    node.set("leave-behind", MAPPER.valueToTree(options.leaveBehind()));
    node.set("accept-observed", MAPPER.valueToTree(options.acceptObserved()));
    return node.toString();
  }

  static Options options(String json) {
    try {
      var node = MAPPER.readTree(json);
      Options options =
          new Options(
              optional(node.get("drain-timeout-seconds")),
              optional(node.get("pause-max-seconds")),
              node.path("keep-snapshot").asBoolean(),
              node.path("allow-empty").asBoolean(),
              node.path("mirrored").asBoolean(),
              MAPPER.convertValue(node.path("leave-behind"), LIST));
      return node.has("accept-observed")
          ? options.accepting(MAPPER.convertValue(node.get("accept-observed"), LIST))
          : options;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the control store holds what are not options", e);
    }
  }

  private static OptionalInt optional(com.fasterxml.jackson.databind.JsonNode node) {
    return node == null ? OptionalInt.empty() : OptionalInt.of(node.asInt());
  }
}
