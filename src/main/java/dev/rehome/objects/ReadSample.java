package dev.rehome.objects;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.store.objects.ObjectEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads the beginning of some objects, to foretell how long the copy of all will take. */
record ReadSample(BucketSide source, ObjectsCell target) {
  /** A read and a write to copy, a read of both sides to prove, and what is asked besides. */
  private static final double REQUESTS_PER_OBJECT = 5;

  /** Read and written; both sides read again. */
  private static final double PASSES = 4;

  private static final int BYTES_MOST = 1 << 20;

  /**
   * The pause.
   *
   * @param objects how many there are
   * @param allBytes of all of them
   * @param listing how long the listing took, in seconds; it is made three times
   */
  Duration pause(List<ObjectEntry> sample, long objects, long allBytes, double listing) {
    if (sample.isEmpty()) {
      return Duration.ofMillis((long) (listing * 3000));
    }
    long bytes = sample.stream().mapToLong(e -> Math.min(e.bytes(), BYTES_MOST)).sum();
    long begun = System.nanoTime();
    List<Double> firsts = source.each(sample, this::read);
    double seconds = (System.nanoTime() - begun) / 1e9;
    double first =
        firsts.stream().mapToDouble(Double::doubleValue).sorted().toArray()[sample.size() / 2];
    int atOnce = Math.min(source.settings().parallelism(), target.parallelism());
    double requests = objects * REQUESTS_PER_OBJECT * first / atOnce;
    double perByte = bytes == 0 ? 0 : Math.max(0, seconds - first * sample.size() / atOnce) / bytes;
    return Duration.ofMillis(
        (long) ((3 * listing + requests + PASSES * perByte * allBytes) * 1000));
  }

  /** Seconds until the first byte. */
  private double read(ObjectEntry entry) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(source.bucket())
            .key(source.key(entry.name()))
            .range(entry.bytes() == 0 ? null : "bytes=0-" + (BYTES_MOST - 1))
            .build();
    long begun = System.nanoTime();
    return source.call(
        "GetObject",
        entry.name(),
        s3 -> {
          try (ResponseInputStream<GetObjectResponse> content = s3.getObject(request)) {
            double first = (System.nanoTime() - begun) / 1e9;
            content.transferTo(java.io.OutputStream.nullOutputStream());
            return first;
          } catch (IOException e) {
            throw SdkClientException.create(
                "the content did not come to its end: " + e.getMessage(), e);
          }
        });
  }
}
