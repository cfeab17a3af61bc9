package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.PassingFault;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What a component asks through a route of its own. */
final class CamelRoutesTest {
  @Test
  void whatTheRouteAnswersIsAnsweredAndWhatItThrowsIsThrown() throws Exception {
    CamelRoutes routes = new CamelRoutes();
    assertThat(routes.ask("twice", "a", Map.of(), String.class)).isEmpty();
    CamelContext camel = new DefaultCamelContext();
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:twice").routeId("twice").setBody(simple("${body}${body}${header.end}"));
              from("direct:busy").routeId("busy").throwException(new PassingFault("busy", null));
              from("direct:bound").routeId("bound").setBody(simple("${ref:client}"));
            }
          });
      camel.start();
      routes.use(() -> camel);
      assertThat(routes.ask("twice", "a", Map.of("end", "!"), String.class)).contains("aa!");
      assertThatThrownBy(() -> routes.ask("busy", "a", Map.of(), String.class))
          .isInstanceOf(PassingFault.class)
          .hasMessage("busy");
      routes.bind("client", "first");
      routes.bind("client", "second");
      assertThat(routes.ask("bound", "a", Map.of(), String.class)).contains("first");
    } finally {
      camel.stop();
    }
  }
}
