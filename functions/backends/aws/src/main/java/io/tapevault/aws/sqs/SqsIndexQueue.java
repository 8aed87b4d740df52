package io.tapevault.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.json.JsonCalls;
import io.tapevault.json.Json;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// The queue of recordings that are to be looked through (`sqs:SendMessage`). A message is what the
/// bucket's own notice would be. It needs no module of the SDK for SQS.
public final class SqsIndexQueue {

  private final JsonCalls calls;
  private final String url;

  /// `url` is the queue's, which is of AWS or names an endpoint too.
  public SqsIndexQueue(
      String url,
      String region,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      InstantSource clock) {
    this.url = url;
    this.calls = new JsonCalls(QueueCalls.service(url, region), credentials, http, clock);
  }

  /// Brought twice, it is looked through twice, which changes nothing.
  public void lookThrough(SessionId sid) {
    String notice = notice(sid);
    calls.call(
        "SendMessage",
        json -> {
          json.writeStringField("QueueUrl", url);
          json.writeStringField("MessageBody", notice);
        });
  }

  private static String notice(SessionId sid) {
    byte[] json =
        Json.object(notice -> {
          notice.writeStringField("detail-type", "Object Created");
          notice.writeObjectFieldStart("detail");
          notice.writeObjectFieldStart("object");
          notice.writeStringField("key", new ObjectKey.Recording(sid).name());
          notice.writeEndObject();
          notice.writeEndObject();
        });
    return new String(json, UTF_8);
  }
}
