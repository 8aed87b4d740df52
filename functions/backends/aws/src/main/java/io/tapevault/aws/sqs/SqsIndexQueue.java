package io.tapevault.aws.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.json.JsonCalls;
import io.tapevault.json.Json;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.SessionId;
import io.tapevault.search.ExportJob;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// The queue of recordings that are to be looked through, and of exports that are being made
/// (`sqs:SendMessage`). A message of a recording is what the bucket's own notice would be. It needs
/// no module of the SDK for SQS.
public final class SqsIndexQueue {

  private static final String EXPORT = "Export";

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
    send(notice(sid));
  }

  /// The next turn of an export.
  public void goOn(ExportJob job) {
    send(notice(job));
  }

  private void send(byte[] notice) {
    calls.call(
        "SendMessage",
        json -> {
          json.writeStringField("QueueUrl", url);
          json.writeStringField("MessageBody", new String(notice, UTF_8));
        });
  }

  private static byte[] notice(ExportJob job) {
    return Json.object(notice -> {
      notice.writeStringField("detail-type", EXPORT);
      notice.writeObjectFieldStart("detail");
      notice.writeStringField("name", job.name());
      notice.writeStringField("query", job.query());
      notice.writeStringField("after", job.after());
      notice.writeNumberField("turn", job.turn());
      notice.writeEndObject();
    });
  }

  private static byte[] notice(SessionId sid) {
    return Json.object(notice -> {
      notice.writeStringField("detail-type", "Object Created");
      notice.writeObjectFieldStart("detail");
      notice.writeObjectFieldStart("object");
      notice.writeStringField("key", new ObjectKey.Recording(sid).name());
      notice.writeEndObject();
      notice.writeEndObject();
    });
  }
}
