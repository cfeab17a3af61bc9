package dev.rehome.objects;

import dev.rehome.digest.Sha256;
import dev.rehome.store.objects.ObjectEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/**
 * Requests that both stores answer now, as many at once as a move asks, for some seconds each: to
 * foretell how long copy and proof of all objects will take. Reads only.
 *
 * @param read seconds for each of many reads of a small object at the source
 * @param smallBytes that such a read brings on average
 * @param look seconds for each of many requests without a body at the target
 * @param perByte seconds for each further byte of larger objects
 */
record RequestSample(double read, double smallBytes, double look, double perByte) {
  /**
   * Of an object: read to be copied, looked at, read to be proven. Three requests; they cost two of
   * the sample, since a move of many is warmer than any sample; MEASURED.
   */
  private static final double READS = 2;

  /** Of an object: written, looked at, read to be proven; MEASURED as the reads. */
  private static final double LOOKS = 2;

  /** Of a further byte: read and written, and read again on both sides; MEASURED. */
  private static final double PASSES = 4;

  private static final double SECONDS_MOST = 5;
  private static final int WORSE_MOST = 4;

  /** A round counts as better from here on. */
  private static final double BETTER = 0.95;

  private static final int SMALL_BYTES = 256 << 10;
  private static final int PART_BYTES = 4 << 20;

  /** Takes one; {@code sample} has at least one object. */
  static RequestSample take(BucketSide source, BucketSide target, List<ObjectEntry> sample) {
    double[] read = rate(source, sample, entry -> read(source, entry, 0, SMALL_BYTES));
    double[] look = rate(target, sample, entry -> look(target, entry));
    ObjectEntry largest =
        sample.stream().max(Comparator.comparingLong(ObjectEntry::bytes)).orElseThrow();
    double perByte = 0;
    if (largest.bytes() > SMALL_BYTES) {
      int parts = (int) Math.max(1, Math.min(16, largest.bytes() / PART_BYTES));
      List<Integer> all = IntStream.range(0, parts).boxed().toList();
      long begun = System.nanoTime();
      long bytes =
          source
              .each(all, part -> read(source, largest, (long) part * PART_BYTES, PART_BYTES))
              .stream()
              .mapToLong(Long::longValue)
              .sum();
      perByte = (System.nanoTime() - begun) / 1e9 / Math.max(1, bytes);
    }
    return new RequestSample(read[0], read[1], look[0], perByte);
  }

  /** The seconds of copy and proof. */
  double seconds(long objects, long allBytes) {
    return objects * (READS * read + LOOKS * look) + PASSES * perByte * further(objects, allBytes);
  }

  private double further(long objects, long allBytes) {
    return Math.max(0, allBytes - objects * smallBytes);
  }

  /** What it says of so many objects, for people; the parts add up. */
  String basis(long objects, long allBytes) {
    double further = further(objects, allBytes);
    return String.format(
        Locale.ROOT,
        "%,d objects %.1f s, their bytes beyond the first %.1f s, as measured now: the source reads"
            + " %,.0f small objects a second, the target answers %,.0f requests a second%s",
        objects,
        objects * (READS * read + LOOKS * look),
        PASSES * perByte * further,
        1 / read,
        1 / look,
        perByte == 0 || further == 0
            ? ""
            : String.format(
                Locale.ROOT, ", large objects are read at %.1f MiB/s", 1 / perByte / (1 << 20)));
  }

  /**
   * Seconds for each request and its bytes on average, in the best of several rounds, until there
   * is no better one: the first ones open connections, and a move is long enough for this process
   * to be warm.
   */
  private static double[] rate(
      BucketSide side, List<ObjectEntry> sample, Function<ObjectEntry, Long> request) {
    List<ObjectEntry> round = new ArrayList<>(sample);
    round.addAll(sample);
    long end = System.nanoTime() + (long) (SECONDS_MOST * 1e9);
    double best = Double.MAX_VALUE;
    long bytes = 0;
    for (int worse = 0; worse < WORSE_MOST && System.nanoTime() < end; worse++) {
      long begun = System.nanoTime();
      bytes = side.each(round, request).stream().mapToLong(Long::longValue).sum();
      double seconds = (System.nanoTime() - begun) / 1e9 / round.size();
      worse = seconds < best * BETTER ? -1 : worse;
      best = Math.min(best, seconds);
    }
    return new double[] {best, (double) bytes / round.size()};
  }

  private static long look(BucketSide side, ObjectEntry entry) {
    HeadObjectRequest request =
        HeadObjectRequest.builder().bucket(side.bucket()).key(side.key(entry.name())).build();
    boolean unused =
        Answers.unless(
                Set.of(Answers.NOT_FOUND),
                () -> side.call("HeadObject", entry.name(), s3 -> s3.headObject(request)))
            .isPresent();
    return 0;
  }

  /** How many bytes it brought; none where the object has gone since it was listed. */
  private static long read(BucketSide side, ObjectEntry entry, long from, long most) {
    if (entry.bytes() <= from) {
      return 0;
    }
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(side.bucket())
            .key(side.key(entry.name()))
            .range("bytes=" + from + "-" + (from + most - 1))
            .build();
    return Answers.unless(
            Set.of(Answers.NOT_FOUND),
            () -> side.call("GetObject", entry.name(), s3 -> drained(s3.getObject(request))))
        .orElse(0L);
  }

  /** With its digest, as a copy and a proof have it. */
  private static long drained(ResponseInputStream<GetObjectResponse> response) {
    try (ResponseInputStream<GetObjectResponse> content = response) {
      MessageDigest digest = Sha256.begin();
      long bytes =
          content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      Sha256.end(digest);
      return bytes;
    } catch (IOException e) {
      throw SdkClientException.create("the content did not come to its end: " + e.getMessage(), e);
    }
  }
}
