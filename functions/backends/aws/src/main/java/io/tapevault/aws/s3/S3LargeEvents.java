package io.tapevault.aws.s3;

import io.tapevault.aws.AwsErrors;
import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.event.LargeEvents;
import io.tapevault.event.Sha256;
import io.tapevault.settings.Layout;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Large events in `events/<sha256>.json`, reached by signed URLs: without the S3 client a function
/// starts a tenth faster.
///
/// The role needs `s3:ListBucket`, else S3 answers 403 for what is not there.
public final class S3LargeEvents implements LargeEvents {

  // The URL is used at once; clocks differ.
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  private final S3Uri uri;
  private final SignedUrls urls;
  private final PatientHttp http;

  public S3LargeEvents(
      S3Uri uri, AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    this(
        uri,
        new SignedUrls(uri, credentials, clock),
        new PatientHttp(http, PatientHttp.FIRST_PAUSE));
  }

  S3LargeEvents(S3Uri uri, SignedUrls urls, PatientHttp http) {
    this.uri = uri;
    this.urls = urls;
    this.http = http;
  }

  @Override
  public void keep(String sha256, byte[] bytes) {
    String key = key(sha256);
    Map<String, String> headers = S3UploadTickets.onlyOnce(sha256, uri);
    headers.put("Content-Length", Integer.toString(bytes.length));
    headers.put("Content-Type", "application/json");
    var signed = urls.sign(new Request(SdkHttpMethod.PUT, key, headers, Map.of()), VALIDITY);
    PatientHttp.Answer answer = http.send(signed.request(), bytes, "keep " + name(key));
    if (answer.status() != 200 && answer.status() != 412) {
      throw refused("s3:PutObject", key, answer);
    }
  }

  @Override
  public Optional<byte[]> read(String sha256) {
    String key = key(sha256);
    var signed = urls.sign(new Request(SdkHttpMethod.GET, key, Map.of(), Map.of()), VALIDITY);
    PatientHttp.Answer answer = http.send(signed.request(), new byte[0], "read " + name(key));
    if (answer.code().equals("NoSuchKey")) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw refused("s3:GetObject", key, answer);
    }
    byte[] bytes = answer.body().asByteArrayUnsafe();
    if (!Sha256.of(bytes).equals(sha256)) {
      throw new Altered(name(key));
    }
    return Optional.of(bytes);
  }

  /// Where an event that is kept can be fetched for a while.
  public URI download(String sha256, Duration validity) {
    return urls.sign(new Request(SdkHttpMethod.GET, key(sha256), Map.of(), Map.of()), validity)
        .url();
  }

  private static String key(String sha256) {
    return Layout.LARGE_EVENTS + sha256 + ".json";
  }

  private String name(String key) {
    return "s3://" + uri.bucket() + "/" + key;
  }

  private RuntimeException refused(String permission, String key, PatientHttp.Answer answer) {
    return AwsErrors.translated(
        permission,
        name(key),
        new AwsErrors.Answer(answer.status(), answer.code(), answer.message()));
  }
}
