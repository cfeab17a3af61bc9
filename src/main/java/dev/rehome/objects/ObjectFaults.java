package dev.rehome.objects;

import dev.rehome.model.MoveFailed;
import dev.rehome.model.PassingFault;
import dev.rehome.model.Reason;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK throws, as one of our three failures. */
public final class ObjectFaults {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectFaults.class);
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
    return ofTheStore(e).or(() -> ofTheWayThere(e)).orElseGet(() -> Reason.of(e));
  }

  /**
   * What a finding may say of it: the store's own words, or ours, never those of an exception.
   *
   * @param failure thrown by a request
   */
  public static String words(String cell, MoveFailed failure) {
    if (!(failure.getCause() instanceof SdkException cause)
        || ofTheStore(cause).isPresent()
        || ofTheWayThere(cause).isPresent()) {
      return Reason.of(failure);
    }
    LOG.warn("{}: a request could not be made", cell, failure);
    return cell + ": the request could not be made; the log has the details";
  }

  /** Status, code and words, as far as it gives them: an answer to HEAD has no body. */
  private static Optional<String> ofTheStore(SdkException e) {
    if (!(e instanceof AwsServiceException service)) {
      return Optional.empty();
    }
    AwsErrorDetails details = service.awsErrorDetails();
    return Optional.of(
        service.statusCode()
            + (details == null || details.errorCode() == null ? "" : " " + details.errorCode())
            + (details == null || details.errorMessage() == null
                ? ""
                : ": " + details.errorMessage()));
  }

  private static Optional<String> ofTheWayThere(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return Optional.of("the name of its host is not known");
      }
      if (cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException) {
        return Optional.of("TLS failed: its certificate is not trusted, or is of another host");
      }
    }
    String message = Reason.of(e);
    return message.startsWith("Unable to load credentials")
        ? Optional.of("the SDK's default chain has no keys")
        : Optional.empty();
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
        return !(cause instanceof UnknownHostException)
            && !(cause instanceof SSLHandshakeException);
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
