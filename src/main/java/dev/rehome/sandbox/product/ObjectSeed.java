package dev.rehome.sandbox.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;

/** Files as a product has them: many small ones, awkward names, one that is large. */
public final class ObjectSeed {
  private static final int THREADS = 8;
  private static final int SMALL_MOST = 3_000;
  private static final List<String> FOLDERS =
      List.of(
          "invoices/2026",
          "exports",
          "avatars",
          "Übersicht & mehr",
          "a b+c%20d",
          "日本",
          "e\u0301te\u0301",
          "why? #1=~'(x)'");

  private ObjectSeed() {}

  /**
   * Fills a folder with made-up files, always the same ones.
   *
   * @param largeBytes of one file more than the small ones; 0 for none
   */
  public static void fill(ObjectFiles files, int small, int largeBytes)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < small; i++) {
        int number = i;
        writing.add(threads.submit(() -> put(files, number)));
      }
      if (largeBytes > 0) {
        writing.add(threads.submit(() -> putLarge(files, largeBytes)));
      }
      for (Future<?> one : writing) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the files are not seeded: " + e.getCause().getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  public static String name(int number) {
    return FOLDERS.get(number % FOLDERS.size())
        + "/file-"
        + number
        + (number % 3 == 0 ? ".pdf" : ".txt");
  }

  private static void put(ObjectFiles files, int number) {
    byte[] content = content(number, number % 97 == 0 ? 0 : 1 + number % SMALL_MOST);
    files
        .client()
        .putObject(
            c ->
                c.bucket(files.bucket())
                    .key(files.prefix() + name(number))
                    .contentType(number % 3 == 0 ? "application/pdf" : "text/plain; charset=utf-8")
                    .cacheControl(number % 5 == 0 ? "private, max-age=60" : null)
                    .contentLanguage(number % 7 == 0 ? "cs" : null)
                    .contentDisposition(
                        number % 11 == 0 ? "attachment; filename=\"a b.txt\"" : null)
                    .metadata(Map.of("owner", "user-" + number % 50, "rev", "" + number % 7)),
            RequestBody.fromBytes(content));
  }

  private static void putLarge(ObjectFiles files, int bytes) {
    files
        .client()
        .putObject(
            c ->
                c.bucket(files.bucket())
                    .key(files.prefix() + "backups/large.bin")
                    .contentType("application/octet-stream"),
            RequestBody.fromBytes(content(bytes, bytes)));
  }

  private static byte[] content(long seed, int bytes) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return content;
  }
}
