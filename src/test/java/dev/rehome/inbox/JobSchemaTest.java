package dev.rehome.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema and the parser say the same of every example. */
class JobSchemaTest {
  private static final String CELLS = "\"from\": \"us_east\", \"to\": \"us_west\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tenant\": \"acme\"",
        "\"tenant\": 42",
        "\"tenant\": \"a b\", \"id\": \"j 1\"",
        "\"tenant\": {\"name\": \"acme\"}",
        "\"tenant\": {\"name\": \"acme\", \"id\": \"\"}",
        "\"tenant\": {\"name\": \"acme\", \"id\": 42}",
        "\"tenants\": [\"acme\", {\"name\": \"beta\"}]",
        "\"tenant\": \"é\", \"options\": {}",
        "\"tenant\": \"a\", \"options\": {\"drain-timeout-seconds\": 86400, \"pause-max-seconds\":"
            + " 1}",
        "\"tenant\": \"a\", \"options\": {\"keep-snapshot\": true, \"allow-empty\": false}",
        "\"tenant\": \"a\", \"options\": {\"mirrored\": true, \"leave-behind\": [\"cache\"]}",
        "\"tenant\": \"a\", \"options\": {\"leave-behind\": []}",
        "\"tenant\": \"a\", \"options\": {\"accept-observed\": [\"objects\"]}",
      })
  void bothAccept(String rest) throws IOException {
    String job = "{" + CELLS + ", " + rest + "}";
    assertThat(schemaAccepts(job)).isTrue();
    assertThat(parserAccepts(job)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"id\": \"j\"",
        "\"tenant\": \"\"",
        "\"tenant\": \" a\"",
        "\"tenant\": \"a\\u00a0\"",
        "\"tenant\": \"a\\u0000\"",
        "\"tenant\": \"a\\u0000b\"",
        "\"tenant\": 1.5",
        "\"tenant\": null",
        "\"tenant\": []",
        "\"tenant\": {\"id\": \"x\"}",
        "\"tenant\": {\"name\": \"x\", \"ids\": \"x\"}",
        "\"tenant\": {\"name\": \"x\", \"id\": true}",
        "\"tenant\": \"a\", \"tenants\": [\"b\"]",
        "\"tenants\": []",
        "\"tenants\": \"a\"",
        "\"tenant\": \"a\", \"form\": \"us_east\"",
        "\"tenant\": \"a\", \"id\": \"\"",
        "\"tenant\": \"a\", \"options\": []",
        "\"tenant\": \"a\", \"options\": {\"accept-observed\": true}",
        "\"tenant\": \"a\", \"options\": {\"drain-timeout-seconds\": 0}",
        "\"tenant\": \"a\", \"options\": {\"drain-timeout-seconds\": 86401}",
        "\"tenant\": \"a\", \"options\": {\"drain-timeout-seconds\": \"60\"}",
        "\"tenant\": \"a\", \"options\": {\"mirrored\": \"true\"}",
        "\"tenant\": \"a\", \"options\": {\"leave-behind\": [\"cache\", \"cache\"]}",
        "\"tenant\": \"a\", \"options\": {\"force\": true}",
      })
  void bothRefuse(String rest) throws IOException {
    String job = "{" + CELLS + ", " + rest + "}";
    assertThat(schemaAccepts(job)).isFalse();
    assertThat(parserAccepts(job)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"tenant\": \"a\"}",
        "[]",
        "\"MOVE\"",
        "{\"tenant\": \"a\", \"from\": 1, \"to\": 2}"
      })
  void bothRefuseWhatNamesNoCells(String job) throws IOException {
    assertThat(schemaAccepts(job)).isFalse();
    assertThat(parserAccepts(job)).isFalse();
  }

  /** Which components there are, the program knows and not the schema. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"accept-observed\": [\"cache\"]",
        "\"leave-behind\": [\"postgres\"]",
        "\"leave-behind\": [\"mongo\"]"
      })
  void theParserAloneRefusesAComponentThatIsNone(String option) {
    assertThat(parserAccepts("{" + CELLS + ", \"tenant\": \"a\", \"options\": {" + option + "}}"))
        .isFalse();
  }

  private static boolean schemaAccepts(String job) throws IOException {
    try (InputStream in = JobSchemaTest.class.getResourceAsStream("/job.schema.json")) {
      JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
      return schema.validate(job, InputFormat.JSON).isEmpty();
    }
  }

  private static boolean parserAccepts(String job) {
    try {
      return !Parsing.jobs("job.json", job).isEmpty();
    } catch (JobFault e) {
      return false;
    }
  }
}
