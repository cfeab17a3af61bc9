package dev.rehome.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpWebTest {
  private final HttpWeb web = new HttpWeb();

  private int call(String url, Optional<String> body, Duration limit) throws IOException {
    return web.call(URI.create(url), body, limit);
  }

  @Test
  void aCallThatHasNoAnswerSaysWhyAndNotWhereTo() throws Exception {
    String place;
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      place = "http://127.0.0.1:" + silent.getLocalPort() + "/t0ken?t0ken";
      String there = place;
      assertThatThrownBy(() -> call(there, Optional.of("{}"), Duration.ofMillis(300)))
          .isInstanceOf(IOException.class)
          .hasMessage("none in 0.3 s");
    }
    String gone = place;
    assertThatThrownBy(() -> call(gone, Optional.of("{}"), Duration.ofSeconds(20)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nobody listens there, or its host is not known")
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void oneCallHasOneAnswerAndNoRedirectionIsFollowed() throws Exception {
    List<String> asked = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          String path = exchange.getRequestURI().getPath();
          exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
          exchange.close();
        });
    server.start();
    try {
      String place = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(call(place + "/302", Optional.of("{}"), Duration.ofSeconds(20))).isEqualTo(302);
      assertThat(call(place + "/503?a=b", Optional.empty(), Duration.ofSeconds(20))).isEqualTo(503);
      assertThat(asked).containsExactly("POST /302 {}", "GET /503?a=b ");
    } finally {
      server.stop(0);
    }
  }
}
