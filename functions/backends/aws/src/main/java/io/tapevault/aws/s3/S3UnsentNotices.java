package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.AwsErrors;
import io.tapevault.aws.s3.SignedUrls.Request;
import io.tapevault.event.EventKey;
import io.tapevault.event.Sha256;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.UnsentNotices;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Notices in `<path>/<queue>/<sha256>.json`, each object the body of one message, so that it can
/// be sent as it is.
public final class S3UnsentNotices implements UnsentNotices {

  // The URL is used at once; clocks differ.
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  private final S3Uri uri;
  private final SignedUrls urls;
  private final PatientHttp http;

  public S3UnsentNotices(
      S3Uri uri, AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    this.uri = uri;
    this.urls = new SignedUrls(uri, credentials, clock);
    this.http = new PatientHttp(http, PatientHttp.FIRST_PAUSE);
  }

  @Override
  public void keep(String queue, List<EventKey> keys) {
    for (String body : QueueMessages.write(keys)) {
      keep(queue, body.getBytes(UTF_8));
    }
  }

  private void keep(String queue, byte[] body) {
    String sha256 = Sha256.of(body);
    String key = uri.path() + "/" + queue + "/" + sha256 + ".json";
    Map<String, String> headers = S3UploadTickets.onlyOnce(sha256, uri);
    headers.put("Content-Length", Integer.toString(body.length));
    headers.put("Content-Type", "application/json");
    var signed = urls.sign(new Request(SdkHttpMethod.PUT, key, headers, Map.of()), VALIDITY);
    String name = "s3://" + uri.bucket() + "/" + key;
    PatientHttp.Answer answer = http.send(signed.request(), body, "keep " + name);
    if (answer.status() != 200 && answer.status() != 412) {
      throw AwsErrors.translated(
          "s3:PutObject",
          name,
          new AwsErrors.Answer(answer.status(), answer.code(), answer.message()));
    }
  }
}
