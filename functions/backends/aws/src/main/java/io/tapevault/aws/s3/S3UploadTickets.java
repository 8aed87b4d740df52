package io.tapevault.aws.s3;

import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.aws.s3.SignedUrls.Signed;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.UploadTickets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Signs one PUT per upload: S3 itself checks length and digest, and that nothing was there before.
public final class S3UploadTickets implements UploadTickets {

  // Credentials of a role live longer; the client asks for another ticket when it has been away.
  public static final Duration VALIDITY = Duration.ofMinutes(15);

  private final S3Uri uri;
  private final SignedUrls urls;
  private final Duration validity;

  public S3UploadTickets(
      S3Uri uri, AwsCredentialsProvider credentials, InstantSource clock, Duration validity) {
    this.uri = uri;
    this.urls = new SignedUrls(uri, credentials, clock);
    this.validity = validity;
  }

  @Override
  public Ticket ticket(Upload upload) {
    String key = uri.key(new Recording(upload.sid()));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Length", Long.toString(upload.size()));
    headers.putAll(onlyOnce(upload.sha256(), uri));
    Signed signed = urls.sign(new Request(SdkHttpMethod.PUT, key, headers, Map.of()), validity);
    return new Ticket("PUT", signed.url(), Map.copyOf(headers), signed.expires());
  }

  /// The headers of a PUT that stores these very bytes, if there are none yet.
  static Map<String, String> onlyOnce(String sha256, S3Uri uri) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("If-None-Match", "*");
    headers.put("x-amz-checksum-sha256", Checksum.base64(sha256));
    headers.putAll(uri.protection().headers());
    return headers;
  }
}
