package dev.rehome.objects.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTextTest {
  private static final String OURS = "{\"Sid\":\"Ours\",\"Effect\":\"Deny\"}";

  private static List<String> sids(PolicyText policy) {
    return policy.statements().stream().map(s -> s.path("Sid").asText()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"Statement\":[{\"Sid\":\"A\"}]}",
        "{\"Statement\":{\"Sid\":\"A\",\"Condition\":{\"Bool\":{\"x\":[true]}}}}",
        " {\n  \"Version\" : \"2012-10-17\",\n  \"Id\": \"caf\u00e9 \ud83d\ude00\",\n  \"Statement\" : [ { \"Sid\" : \"A\" } , {\"Effect\":\"Allow\"}\n ]\n}\n",
        "{\"Statement\":[{\"a\":1.0},{\"b\":[1e3,{\"Statement\":[]}]},{\"c\":\"]}\\\"\"}],\"Other\":{\"Statement\":[7]}}"
      })
  void whatIsPutInAndTakenOutLeavesNoTrace(String json) {
    PolicyText before = new PolicyText(json);
    PolicyText with = before.with(OURS);
    assertThat(sids(with)).hasSize(before.statements().size() + 1).contains("Ours");
    assertThat(with.statements()).containsAll(before.statements());
    assertThat(with.without("Ours")).isEqualTo(before);
    PolicyText replaced = with.replaced("Ours", OURS.replace("Ours", "Other"));
    assertThat(replaced.json()).isEqualTo(with.json().replace("\"Ours\"", "\"Other\""));
    assertThat(replaced.without("Other")).isEqualTo(before);
    assertThat(before.without("Ours")).isEqualTo(before);
  }

  @Test
  void theFirstOfSeveralGoesAlone() {
    PolicyText three = new PolicyText("{\"Statement\":[" + OURS + ", {\"Sid\":\"A\"}, {}]}");
    assertThat(three.without("Ours").json()).isEqualTo("{\"Statement\":[{\"Sid\":\"A\"}, {}]}");
  }

  @Test
  void theSameIsTheSameWhateverTheOrderOfFields() {
    PolicyText one = new PolicyText("{\"a\":1,\"Statement\":[{\"x\":1,\"y\":2}]}");
    assertThat(one.same(new PolicyText("{\"Statement\":[{\"y\":2, \"x\":1}],\"a\":1}"))).isTrue();
    assertThat(one.same(new PolicyText("{\"a\":1,\"Statement\":[{\"x\":1,\"y\":3}]}"))).isFalse();
    assertThat(one.same(PolicyText.NONE)).isFalse();
    assertThat(PolicyText.NONE.same(PolicyText.NONE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<a/>", "{}", "[]", "{\"Statement\":1}", "{\"Statement\":["})
  void whatIsNoPolicyIsSeen(String json) {
    assertThat(new PolicyText(json).readable()).isFalse();
  }
}
