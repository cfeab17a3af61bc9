package dev.rehome.sandbox.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a policy denies to everybody. Knows {@code Deny} for the principal {@code *}, wildcards in
 * actions and resources, {@code DateLessThan} on {@code aws:CurrentTime} and {@code StringNotLike}
 * on {@code aws:UserAgent}; any other condition is an error. Nothing is allowed by a policy here. A
 * request to delete many is denied as a whole, where AWS would say it key by key.
 */
final class Denials {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Denials() {}

  static boolean wellFormed(String policy) {
    try {
      JsonNode statements = MAPPER.readTree(policy).path("Statement");
      return statements.isContainerNode() && !statements.isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  static boolean denies(String policy, Requested request) {
    try {
      JsonNode value = MAPPER.readTree(policy).path("Statement");
      for (JsonNode statement : value.isArray() ? value : List.of(value)) {
        if (denies(statement, request)) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean denies(JsonNode statement, Requested request) {
    return statement.path("Effect").asText().equals("Deny")
        && statement.path("Principal").asText().equals("*")
        && texts(statement.path("Action")).stream().anyMatch(a -> like(a, request.action()))
        && request.resources().stream()
            .anyMatch(
                resource ->
                    texts(statement.path("Resource")).stream().anyMatch(r -> like(r, resource)))
        && holds(statement.path("Condition"), request);
  }

  private static boolean holds(JsonNode conditions, Requested request) {
    for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        String wanted = key.getValue().asText();
        boolean holds =
            switch (operator.getKey() + " " + key.getKey()) {
              case "DateLessThan aws:CurrentTime" -> Instant.now().isBefore(Instant.parse(wanted));
              case "StringNotLike aws:UserAgent" -> !like(wanted, request.agent());
              default -> throw new IllegalStateException("unknown condition: " + conditions);
            };
        if (!holds) {
          return false;
        }
      }
    }
    return true;
  }

  private static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(text -> texts.add(text.asText()));
    } else {
      texts.add(value.asText());
    }
    return texts;
  }

  private static boolean like(String pattern, String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }
}
