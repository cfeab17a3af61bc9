package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK throws, as one of our three failures. */
public final class ObjectFaults {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /**
   * Codes of refusals that have their cause on the way, and not in what was asked: two conditional
   * writes of one key at the same time (ours, whose answer was lost, and again), two changes of one
   * bucket's settings, and a body that came late, cut or changed.
   */
  private static final Set<String> OF_THE_WAY =
      Set.of(
          "ConditionalRequestConflict",
          "OperationAborted",
          "RequestTimeout",
          "IncompleteBody",
          "BadDigest",
          "XAmzContentSHA256Mismatch");

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
    return Reason.of(e);
  }

  /** Whether another try may succeed. */
  public static boolean passes(SdkException e) {
    if (e instanceof AwsServiceException service) {
      int status = service.statusCode();
      return slowDown(e)
          || status == REQUEST_TIMEOUT
          || ofTheWay(service)
          || (status >= SERVER_ERROR && status != Answers.NOT_IMPLEMENTED);
    }
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || e instanceof AbortedException) {
      return true;
    }
    return e instanceof SdkClientException client && causedByTheNetwork(client);
  }

  private static boolean ofTheWay(AwsServiceException service) {
    return service.awsErrorDetails() != null
        && service.awsErrorDetails().errorCode() != null
        && OF_THE_WAY.contains(service.awsErrorDetails().errorCode());
  }

  /** Whether the store asks for fewer requests. */
  private static boolean slowDown(SdkException e) {
    return e instanceof AwsServiceException service
        && (service.isThrottlingException()
            || service.statusCode() == TOO_MANY_REQUESTS
            || service.statusCode() == 503);
  }

  /** Whether the store has answered at all, and not only what stands in front of it. */
  static boolean isSignOfLife(SdkException e) {
    return e instanceof AwsServiceException service
        && (service.statusCode() < SERVER_ERROR
            || service.statusCode() == Answers.NOT_IMPLEMENTED
            || service.isThrottlingException());
  }

  /** Whether fewer requests at a time may do better: whatever passes, unless only one was hit. */
  static boolean tooMuch(SdkException e) {
    return passes(e) && !(e instanceof AwsServiceException service && ofTheWay(service));
  }

  /** A connection that broke, or an answer that came cut or changed. */
  private static boolean causedByTheNetwork(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof XMLStreamException) {
        return true;
      }
      if (cause instanceof java.io.IOException) {
        return !(cause instanceof java.net.UnknownHostException)
            && !(cause instanceof javax.net.ssl.SSLHandshakeException);
      }
    }
    return false;
  }

  /** The cause itself where it may be thrown anywhere, else wrapped. */
  public static RuntimeException unchecked(Throwable cause) {
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(Reason.of(cause), cause);
  }
}
