package dev.rehome.objects;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends a small content along with its request, instead of waiting for the store's leave: to be
 * refused after it was sent costs less than to ask each time. The SDK asks with {@code Expect:
 * 100-continue} for whatever is not empty.
 */
final class SmallAtOnce implements ExecutionInterceptor {
  /** In bytes: what a connection's buffers take, about. */
  static final long SMALL = 1L << 20;

  private static final String EXPECT = "Expect";

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest request = context.httpRequest();
    boolean small =
        request
            .firstMatchingHeader("Content-Length")
            .filter(length -> Long.parseLong(length) <= SMALL)
            .isPresent();
    return small ? request.copy(builder -> builder.removeHeader(EXPECT)) : request;
  }
}
