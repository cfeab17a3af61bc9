package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK throws, as one of our three failures. */
public final class ObjectFaults {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final Set<String> CONFLICTS =
      Set.of("ConditionalRequestConflict", "OperationAborted");

  private ObjectFaults() {}

  /** A failure that names cell, operation and key, the store's code and what it says. */
  static RuntimeException translated(String what, SdkException e) {
    String message = what + ": " + said(e);
    return passes(e) ? new PassingFault(message, e) : new MoveFailed(message, e);
  }

  private static String said(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      return "%d %s: %s"
          .formatted(
              service.statusCode(),
              service.awsErrorDetails().errorCode(),
              service.awsErrorDetails().errorMessage());
    }
    return String.valueOf(e.getMessage());
  }

  /** Whether another try may succeed. */
  public static boolean passes(SdkException e) {
    if (e instanceof AwsServiceException service) {
      int status = service.statusCode();
      return slowDown(e)
          || status == REQUEST_TIMEOUT
          || conflicts(service)
          || (status >= SERVER_ERROR && status != Answers.NOT_IMPLEMENTED);
    }
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || e instanceof AbortedException) {
      return true;
    }
    return e instanceof SdkClientException client && causedByTheNetwork(client);
  }

  /**
   * Two conditional writes of one key at the same time: ours, whose answer was lost, and again; or
   * two changes of one bucket's settings.
   */
  private static boolean conflicts(AwsServiceException service) {
    return service.statusCode() == CONFLICT
        && service.awsErrorDetails() != null
        && CONFLICTS.contains(String.valueOf(service.awsErrorDetails().errorCode()));
  }

  /** Whether the store asks for fewer requests. */
  public static boolean slowDown(SdkException e) {
    return e instanceof AwsServiceException service
        && (service.isThrottlingException()
            || service.statusCode() == TOO_MANY_REQUESTS
            || service.statusCode() == 503);
  }

  /** Whether fewer requests at a time would have done better: so says the store, or the clock. */
  static boolean tooMuch(SdkException e) {
    return slowDown(e)
        || e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException;
  }

  private static boolean causedByTheNetwork(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.io.IOException) {
        return !(cause instanceof java.net.UnknownHostException)
            && !(cause instanceof javax.net.ssl.SSLHandshakeException);
      }
    }
    return false;
  }

  static RuntimeException unchecked(Throwable cause) {
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(String.valueOf(cause.getMessage()), cause);
  }
}
