package dev.rehome.objects;

import dev.rehome.objects.settings.ObjectsCell;
import dev.rehome.patience.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The requests to one cell's object store: bounded in number, each bounded in time, and what fails
 * is told by what it was and where. Thread safe.
 */
public final class CellClient implements AutoCloseable {
  /** Below the worker's lease (15 s): a worker that lost it writes nothing for long after. */
  private static final Duration CALL_MOST = Duration.ofSeconds(12);

  private static final Duration SIGN_MOST = Duration.ofSeconds(5);

  private static final long SIGN_NANOS = Duration.ofSeconds(1).toNanos();

  /** Stands in every request: by it a policy of ours knows the mover. */
  public static final String USER_AGENT = "rehome-mover";

  private final String cell;
  private final ObjectsCell settings;
  private final S3Client s3;
  private final ExecutorService threads;
  private final RequestPace pace;
  private volatile boolean tagless;
  private volatile long answered = System.nanoTime() - SIGN_NANOS;

  CellClient(String cell, ObjectsCell settings) {
    this.cell = cell;
    this.settings = settings;
    this.s3 = client(settings);
    this.pace = new RequestPace(settings.parallelism());
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            settings.parallelism(),
            work -> {
              Thread thread = new Thread(work, "objects-" + cell + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  private static S3Client client(ObjectsCell settings) {
    return S3Client.builder()
        .region(Region.of(settings.region()))
        .endpointOverride(settings.endpoint().orElse(null))
        .credentialsProvider(credentials(settings))
        .forcePathStyle(settings.pathStyle())
        .putAuthScheme(new UnsignedContent())
        // S3Proxy and others drop the checksum of a chunked body in silence
        .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .httpClientBuilder(
            ApacheHttpClient.builder()
                .maxConnections(settings.parallelism() + 4)
                // the SDK itself says which of its contents wait for the store's leave
                .expectContinueEnabled(false)
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(10)))
        // tries again by ourselves: what the store says of its load must not be hidden
        .overrideConfiguration(
            c ->
                c.putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, USER_AGENT)
                    .addExecutionInterceptor(new SmallAtOnce())
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .apiCallTimeout(CALL_MOST))
        .build();
  }

  private static AwsCredentialsProvider credentials(ObjectsCell settings) {
    return settings
        .keys()
        .<AwsCredentialsProvider>map(
            keys ->
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.access(), keys.secret())))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  String cell() {
    return cell;
  }

  public ObjectsCell settings() {
    return settings;
  }

  /**
   * One request. What may pass is tried again here, a few times; the store's load decides how many
   * run at the same time.
   *
   * @param what for the message of a failure, e.g. {@code HeadObject files/acme/a.txt}
   * @param gate runs before every try; what it throws is thrown on
   * @throws dev.rehome.model.PassingFault when another try may succeed
   * @throws dev.rehome.model.MoveFailed otherwise
   */
  <T> T call(String what, Runnable gate, Function<S3Client, T> request) {
    Patience tries = Tries.begin();
    while (true) {
      gate.run();
      try {
        return once(request);
      } catch (SdkException e) {
        if (!ObjectFaults.passes(e) || !tries.again()) {
          throw ObjectFaults.translated(cell + ": " + what, e);
        }
      }
    }
  }

  /** One request that is tried once: for what must be looked at anew before another try. */
  public <T> T callOnce(String what, Function<S3Client, T> request) {
    try {
      return once(request);
    } catch (SdkException e) {
      throw ObjectFaults.translated(cell + ": " + what, e);
    }
  }

  /**
   * Waits a few seconds for a sign of life, be it a refusal, beside all other requests; none is
   * needed where one of these was answered a moment ago.
   *
   * @throws dev.rehome.model.PassingFault when there is none, or the store says that it cannot
   */
  void reach(String bucket) {
    if (System.nanoTime() - answered < SIGN_NANOS) {
      return;
    }
    try {
      s3.headBucket(c -> c.bucket(bucket).overrideConfiguration(o -> o.apiCallTimeout(SIGN_MOST)));
    } catch (SdkException e) {
      if (!ObjectFaults.isSignOfLife(e)) {
        throw ObjectFaults.translated(cell + ": HeadBucket " + bucket, e);
      }
    }
  }

  private <T> T once(Function<S3Client, T> request) {
    long round = pace.begin();
    RequestPace.End end = RequestPace.End.OTHERWISE;
    try {
      T answer = request.apply(s3);
      end = RequestPace.End.ANSWERED;
      answered = System.nanoTime();
      return answer;
    } catch (SdkException e) {
      end = ObjectFaults.tooMuch(e) ? RequestPace.End.TOO_MUCH : RequestPace.End.OTHERWISE;
      throw e;
    } finally {
      pace.ended(round, end);
    }
  }

  /** How many requests may run at the same time now. */
  int limit() {
    return pace.limit();
  }

  /** Whether the store is known to know no tags. */
  public boolean tagless() {
    return tagless;
  }

  /** The store says that it knows no tags. */
  public void becomesTagless() {
    tagless = true;
  }

  /** Work for one of the cell's threads, which are as many as its requests may be. */
  public Future<?> submit(Runnable work) {
    return threads.submit(work);
  }

  /**
   * The work on each of the items, as many at a time as the cell allows; the results in the order
   * of the items. The first failure is thrown when all that had begun has ended.
   */
  public <I, O> List<O> each(List<I> items, Function<I, O> work) {
    List<Future<O>> futures = new ArrayList<>();
    for (I item : items) {
      futures.add(threads.submit(() -> work.apply(item)));
    }
    List<O> results = new ArrayList<>();
    RuntimeException failure = null;
    for (Future<O> future : futures) {
      try {
        if (failure != null) {
          future.cancel(false);
        }
        if (!future.isCancelled()) {
          results.add(future.get());
        }
      } catch (ExecutionException e) {
        failure = failure == null ? ObjectFaults.unchecked(e.getCause()) : failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = new dev.rehome.model.Stopped("interrupted while requests to " + cell + " ran");
      }
    }
    if (failure != null) {
      throw failure;
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    s3.close();
  }
}
