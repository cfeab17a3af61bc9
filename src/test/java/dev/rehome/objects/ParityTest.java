package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Verdict;
import dev.rehome.store.Plan;
import dev.rehome.wire.PlainStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/**
 * What no server at hand can hold: S3Proxy and S3Mock refuse a key with an empty segment though it
 * comes as it was signed, S3Proxy has neither tags nor redirects, and S3Mock keeps tags as the
 * header encodes them.
 */
final class ParityTest {
  private static final List<String> KEYS =
      List.of(
          "a//b",
          "/lead",
          "//two",
          "tail//",
          "a/b",
          "a/./b",
          "a/../b",
          "..",
          "back\\slash",
          "p",
          "p/q",
          "a%2Fb",
          "a%13b",
          "a%252Fb",
          "a+b",
          "a b",
          "a\u001eb",
          "a\u0013b",
          "tab\tb",
          "line\nb",
          "line\rb",
          "a\u007fb",
          "a<&>\"'b",
          "\u00fc\u20ac\ud83d\ude00");

  private static Stores stores(PlainStore store, boolean streamed) {
    URI endpoint = store.endpoint();
    return new Stores(endpoint, streamed ? Stores.otherName(endpoint) : endpoint);
  }

  private static List<String> refusals(Stores stores, Plan plan) {
    return plan.checks().stream()
        .map(check -> stores.store.check(stores.move, check))
        .filter(verdict -> !verdict.passed())
        .map(Verdict::targetValue)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyKeyArrivesAsItIs(boolean streamed) {
    try (PlainStore store = PlainStore.start();
        Stores stores = stores(store, streamed)) {
      KEYS.forEach(key -> stores.put(key, key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      Plan plan = stores.copyAll();
      assertThat(stores.list(stores.west, Stores.TO))
          .isEqualTo(stores.list(stores.east, Stores.FROM))
          .containsOnlyKeys(KEYS);
      for (String key : KEYS) {
        assertThat(stores.get(stores.west, Stores.TO + key)).asString().isEqualTo(key);
      }
      assertThat(refusals(stores, plan)).isEmpty();
      stores.store.discard(stores.move);
      assertThat(stores.list(stores.west, "")).isEmpty();
    }
  }

  private static void traits(PutObjectRequest.Builder request) {
    request
        .contentType("text/x-own; charset=utf-8")
        .contentEncoding("gzip")
        .contentDisposition("attachment; filename=\"a.txt\"")
        .contentLanguage("de")
        .cacheControl("max-age=7")
        .websiteRedirectLocation("/other?a=b")
        .storageClass("STANDARD_IA")
        .metadata(Map.of("own", "v 1"))
        .tagging(tags("1"))
        .overrideConfiguration(o -> o.putHeader("Expires", "Wed, 21 Oct 2026 07:28:00 GMT"));
  }

  private static Tagging tags(String last) {
    List<Tag> tags = new ArrayList<>();
    for (String text :
        List.of("a b", "a+b", "a=b", "a&b", "a%20b", "\u00fc\u20ac", "\ud83d\ude00", "")) {
      tags.add(Tag.builder().key("key " + text).value(text).build());
    }
    tags.add(Tag.builder().key("last").value(last).build());
    return Tagging.builder().tagSet(tags).build();
  }

  private static Map<String, Consumer<PutObjectRequest.Builder>> faults() {
    Map<String, Consumer<PutObjectRequest.Builder>> faults = new LinkedHashMap<>();
    faults.put("content type", c -> c.contentType("text/html"));
    faults.put("content encoding", c -> c.contentEncoding(null));
    faults.put("content disposition", c -> c.contentDisposition("inline"));
    faults.put("content language", c -> c.contentLanguage("en"));
    faults.put("cache control", c -> c.cacheControl("no-store"));
    faults.put("website redirect", c -> c.websiteRedirectLocation("/other?a=c"));
    faults.put("storage class", c -> c.storageClass("STANDARD"));
    faults.put("user metadata", c -> c.metadata(Map.of("own", "v 2")));
    faults.put("tags", c -> c.tagging(tags("2")));
    faults.put(
        "expires",
        c -> c.overrideConfiguration(o -> o.putHeader("Expires", "Wed, 21 Oct 2026 07:28:01 GMT")));
    return faults;
  }

  private static void put(
      Stores stores, String bucket, String key, Consumer<PutObjectRequest.Builder> fault) {
    stores.s3.putObject(
        c -> {
          traits(c.bucket(bucket).key(key));
          fault.accept(c);
        },
        RequestBody.fromString("hello"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyTraitGoesAlongAndItsLossIsSeen(boolean streamed) {
    try (PlainStore store = PlainStore.start();
        Stores stores = stores(store, streamed)) {
      put(stores, stores.east, Stores.FROM + "a", c -> {});
      Plan plan = stores.copyAll();
      assertThat(refusals(stores, plan)).isEmpty();
      assertThat(stores.s3.getObjectTagging(c -> c.bucket(stores.west).key("files/a")).tagSet())
          .containsExactlyInAnyOrderElementsOf(tags("1").tagSet());
      assertThat(stores.s3.headObject(c -> c.bucket(stores.west).key("files/a")))
          .returns("/other?a=b", head -> head.websiteRedirectLocation())
          .returns("STANDARD_IA", head -> head.storageClassAsString())
          .returns("Wed, 21 Oct 2026 07:28:00 GMT", head -> head.expiresString());
      faults()
          .forEach(
              (name, fault) -> {
                put(stores, stores.west, "files/a", fault);
                assertThat(refusals(stores, plan))
                    .as(name)
                    .singleElement()
                    .asString()
                    .endsWith("not alike: a (" + name + ")");
              });
    }
  }

  @Test
  void aStorageClassIsTakenFromTheListingWhereNoObjectCanRedirect() {
    try (PlainStore store = PlainStore.start(false);
        Stores stores = stores(store, false)) {
      put(stores, stores.east, Stores.FROM + "a", c -> c.websiteRedirectLocation(null));
      put(
          stores,
          stores.east,
          Stores.FROM + "b",
          c -> c.websiteRedirectLocation(null).storageClass("STANDARD"));
      Plan plan = stores.copyAll();
      assertThat(refusals(stores, plan)).isEmpty();
      assertThat(stores.s3.listObjectsV2(c -> c.bucket(stores.west)).contents())
          .extracting(S3Object::storageClassAsString)
          .containsExactly("STANDARD_IA", "STANDARD");
    }
  }

  @Test
  void aStorageClassThatNoListingTellsIsAskedFor() {
    try (PlainStore store = PlainStore.start(false);
        Stores stores = stores(store, false)) {
      put(stores, stores.east, Stores.FROM + "a", c -> c.websiteRedirectLocation(null));
      Plan plan = stores.store.plan(stores.move);
      stores.book.forgetStorage();
      stores.copy(plan);
      assertThat(refusals(stores, plan)).isEmpty();
      assertThat(stores.s3.listObjectsV2(c -> c.bucket(stores.west)).contents())
          .extracting(S3Object::storageClassAsString)
          .containsExactly("STANDARD_IA");
    }
  }

  @Test
  void aRedirectOfAStoreThatDeniesToHaveThemIsSeenByTheProof() {
    try (PlainStore store = PlainStore.start(false);
        Stores stores = stores(store, false)) {
      put(stores, stores.east, Stores.FROM + "a", c -> {});
      Plan plan = stores.copyAll();
      assertThat(refusals(stores, plan))
          .singleElement()
          .asString()
          .endsWith("not alike: a (website redirect)");
    }
  }
}
