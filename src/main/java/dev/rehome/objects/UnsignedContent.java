package dev.rehome.objects;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Version 4 signatures without the SHA-256 of content that says its own MD5, also over plain http.
 * Over https, the SDK does so anyway; over http it hashes the content once more, and the store does
 * too (measured with 24 objects of 20 MiB into S3Proxy: 2.6 s, 2.1 s without). The MD5 is signed
 * with the other headers, and the store refuses content that has another.
 */
final class UnsignedContent
    implements AuthScheme<AwsCredentialsIdentity>, HttpSigner<AwsCredentialsIdentity> {
  private static final String MD5 = "Content-MD5";
  private static final String PLAIN = "http";
  private static final String SECURE = "https";

  private final AwsV4AuthScheme scheme = AwsV4AuthScheme.create();

  @Override
  public String schemeId() {
    return scheme.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return scheme.identityProvider(providers);
  }

  @Override
  public HttpSigner<AwsCredentialsIdentity> signer() {
    return this;
  }

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    SdkHttpRequest http = request.request();
    boolean apart =
        http.method() == SdkHttpMethod.PUT
            && http.protocol().equals(PLAIN)
            && request.payload().isPresent()
            && http.firstMatchingHeader(MD5).isPresent();
    return apart ? signedAsIfSecure(request) : scheme.signer().sign(request);
  }

  /** The protocol is no part of what is signed; the port is where it is not the protocol's own. */
  private <T extends AwsCredentialsIdentity> SignedRequest signedAsIfSecure(
      SignRequest<T> request) {
    SdkHttpRequest http = request.request();
    int port = http.port() == 80 ? 443 : http.port();
    SignedRequest signed =
        scheme
            .signer()
            .sign(
                request.toBuilder()
                    .request(http.toBuilder().protocol(SECURE).port(port).build())
                    .build());
    return signed.toBuilder()
        .request(signed.request().toBuilder().protocol(PLAIN).port(http.port()).build())
        .build();
  }

  @Override
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    return scheme.signer().signAsync(request);
  }
}
