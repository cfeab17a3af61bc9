package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.Verdict;
import dev.rehome.sandbox.ObjectServers;
import dev.rehome.store.Plan;
import dev.rehome.wire.PlainStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Headers that no request carries, or that say how one was sent; keys that look encoded. */
final class OddHeadersTest {
  private static final String KEY = "odd";

  private static Stores stores(URI endpoint, boolean streamed) {
    return new Stores(endpoint, streamed ? Stores.otherName(endpoint) : endpoint);
  }

  private static List<String> refusals(Stores stores, Plan plan) {
    return plan.checks().stream()
        .map(check -> stores.store.check(stores.move, check))
        .filter(verdict -> !verdict.passed())
        .map(Verdict::targetValue)
        .toList();
  }

  private static void put(Stores stores, String bucket, String key, String encoding) {
    stores.s3.putObject(
        c -> c.bucket(bucket).key(key).contentEncoding(encoding), RequestBody.fromString("x"));
  }

  /** As a client would that sends text in UTF-8 and asks nobody. */
  private static void putRaw(URI store, String place, String header, String value)
      throws IOException {
    try (Socket socket = new Socket(store.getHost(), store.getPort())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /%s HTTP/1.1\r\nHost: store\r\nConnection: close\r\nContent-Length: 1\r\n%s: "
              .formatted(place, header);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(value.getBytes(StandardCharsets.UTF_8));
      out.write("\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aws-chunked, true, ''",
    "'aws-chunked,gzip', true, gzip",
    "'gzip, aws-chunked', true, gzip",
    "aws-chunked, false, aws-chunked"
  })
  void howARequestWasSentIsNoPartOfTheObject(String stored, boolean streamed, String arrived) {
    try (PlainStore store = PlainStore.start();
        Stores stores = stores(store.endpoint(), streamed)) {
      put(stores, stores.east, Stores.FROM + KEY, stored);
      Plan plan = stores.copyAll();
      String there =
          stores.s3.headObject(c -> c.bucket(stores.west).key(Stores.TO + KEY)).contentEncoding();
      assertThat(there == null ? "" : there).isEqualTo(arrived);
      assertThat(refusals(stores, plan)).isEmpty();
      put(stores, stores.west, Stores.TO + KEY, "br");
      assertThat(refusals(stores, plan))
          .singleElement()
          .asString()
          .endsWith("not alike: odd (content encoding)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-amz-meta-name", "Content-Disposition"})
  void whatNoRequestCarriesStopsAStreamAndIsNamed(String header) throws IOException {
    try (PlainStore store = PlainStore.start();
        Stores stores = stores(store.endpoint(), true)) {
      putRaw(store.endpoint(), stores.east + "/" + Stores.FROM + KEY, header, "\u00c0 \u20ac");
      Plan plan = stores.store.plan(stores.move);
      assertThatThrownBy(() -> stores.copy(plan))
          .isInstanceOf(MoveFailed.class)
          .hasMessageContaining("tenants/acme/odd has other characters than ASCII in ")
          .hasMessageContaining(
              header.startsWith("x-") ? "user metadata name" : "content disposition");
      assertThat(stores.list(stores.west, "")).isEmpty();
    }
  }

  @Test
  void withinAStoreItIsCopiedAsItIs() throws IOException {
    try (PlainStore store = PlainStore.start();
        Stores stores = stores(store.endpoint(), false)) {
      String place = stores.east + "/" + Stores.FROM + KEY;
      putRaw(store.endpoint(), place, "x-amz-meta-name", "\u00c0 \u20ac");
      Plan plan = stores.copyAll();
      assertThat(stores.s3.headObject(c -> c.bucket(stores.west).key(Stores.TO + KEY)).metadata())
          .isEqualTo(
              stores.s3.headObject(c -> c.bucket(stores.east).key(Stores.FROM + KEY)).metadata())
          .isNotEmpty();
      assertThat(refusals(stores, plan)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"proxy, true", "proxy, false", "mock, true", "mock, false"})
  void aKeyThatLooksEncodedIsTakenAsItIs(String server, boolean streamed) {
    URI endpoint =
        server.equals("proxy") ? ObjectServers.proxy().endpoint() : ObjectServers.mock().endpoint();
    List<String> keys = List.of("a%2Fb", "a%13b", "a+b", "a b", "a%252Fb", "100%");
    try (Stores stores = stores(endpoint, streamed)) {
      keys.forEach(key -> stores.put(key, key.getBytes(StandardCharsets.UTF_8)));
      Plan plan = stores.copyAll();
      assertThat(stores.list(stores.west, Stores.TO))
          .isEqualTo(stores.list(stores.east, Stores.FROM))
          .containsOnlyKeys(keys);
      assertThat(refusals(stores, plan)).isEmpty();
      stores.store.discard(stores.move);
      assertThat(stores.list(stores.west, "")).isEmpty();
    }
  }
}
