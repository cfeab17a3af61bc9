package dev.rehome.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.MoveFailed;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A finding has the store's words, or ours, and never those of an exception. */
final class StoresWordsTest {
  private static String words(SdkException e) {
    RuntimeException failure = ObjectFaults.translated("us_west: ListObjectsV2", e);
    assertThat(failure).isInstanceOf(MoveFailed.class);
    return ObjectFaults.words("us_west", (MoveFailed) failure);
  }

  @Test
  void whatTheStoreSaysIsTold() {
    AwsErrorDetails details =
        AwsErrorDetails.builder().errorCode("AccessDenied").errorMessage("No.").build();
    assertThat(words(S3Exception.builder().statusCode(403).awsErrorDetails(details).build()))
        .isEqualTo("us_west: ListObjectsV2: 403 AccessDenied: No.");
  }

  @Test
  void anAnswerWithoutABodyIsNotNull() {
    AwsErrorDetails none = AwsErrorDetails.builder().build();
    assertThat(words(S3Exception.builder().statusCode(404).awsErrorDetails(none).build()))
        .isEqualTo("us_west: ListObjectsV2: 404");
  }

  @Test
  void aHostThatNobodyKnowsIsToldInOurWords() {
    UnknownHostException cause = new UnknownHostException("nosuch.invalid");
    assertThat(words(SdkClientException.create("Received an UnknownHostException", cause)))
        .isEqualTo("us_west: ListObjectsV2: the name of its host is not known");
  }

  @Test
  void whatElseAnExceptionSaysStaysInTheLog() {
    NullPointerException cause = new NullPointerException("Cannot invoke \"String.length()\"");
    assertThat(words(SdkClientException.create("Unable to unmarshall response", cause)))
        .isEqualTo("us_west: the request could not be made; the log has the details");
  }
}
