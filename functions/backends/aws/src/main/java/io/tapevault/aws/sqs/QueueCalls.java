package io.tapevault.aws.sqs;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.Said;
import io.tapevault.aws.json.Service;
import io.tapevault.event.NotPermitted;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// What is said to one queue of SQS.
record QueueCalls(JsonCalls calls, String url) {

  private static final Map<String, String> RIGHTS =
      Map.of(
          "SendMessageBatch",
          "SendMessage",
          "ChangeMessageVisibilityBatch",
          "ChangeMessageVisibility");
  // So it speaks of one that may not be used, too.
  private static final Set<String> MISSING =
      Set.of("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist");

  /// A queue that is not of AWS names its endpoint too.
  static QueueCalls of(
      String url,
      String region,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      Duration patience) {
    return new QueueCalls(
        new JsonCalls(service(url, region), credentials, http, InstantSource.system(), patience),
        url);
  }

  static Service service(String url, String region) {
    return new Service(
        "sqs",
        "AmazonSQS",
        region,
        URI.create(url).resolve("/"),
        "the queue " + SqsQueues.name(url),
        "1.0",
        RIGHTS);
  }

  /// One of many in a call.
  interface Entry extends Json.Members {}

  /// The ids of those that were taken.
  Set<String> batch(String action, List<? extends Entry> entries) {
    Said<Set<String>> said =
        calls.call(
            action,
            json -> {
              json.writeStringField("QueueUrl", url);
              json.writeArrayFieldStart("Entries");
              for (Entry entry : entries) {
                json.writeStartObject();
                entry.writeTo(json);
                json.writeEndObject();
              }
              json.writeEndArray();
            },
            QueueCalls::taken,
            MISSING);
    return there(said, RIGHTS.getOrDefault(action, action));
  }

  private <T> T there(Said<T> said, String right) {
    return switch (said) {
      case Said.Done<T> done -> done.value();
      case Said.Fault<T> missing ->
          throw new NotPermitted(
              "sqs:" + right, "the queue " + SqsQueues.name(url) + ", or it does not exist");
    };
  }

  /// When the queue was made.
  Instant made() {
    Said<Instant> said =
        calls.call(
            "GetQueueAttributes",
            json -> {
              json.writeStringField("QueueUrl", url);
              json.writeArrayFieldStart("AttributeNames");
              json.writeString("CreatedTimestamp");
              json.writeEndArray();
            },
            QueueCalls::made,
            MISSING);
    return there(said, "GetQueueAttributes");
  }

  private static Instant made(JsonParser json) throws IOException {
    String[] second = {""};
    JsonReader.object(
        "answer",
        json,
        part -> {
          if (part.equals("Attributes")) {
            JsonReader.object(
                part,
                json,
                name -> {
                  if (name.equals("CreatedTimestamp")) {
                    second[0] = JsonReader.text(name, json);
                  }
                });
          }
        });
    if (!second[0].matches("[0-9]{1,12}")) {
      throw new Malformed("it does not say when the queue was made");
    }
    return Instant.ofEpochSecond(Long.parseLong(second[0]));
  }

  private static Set<String> taken(JsonParser json) throws IOException {
    Set<String> ids = new HashSet<>();
    JsonReader.object(
        "answer",
        json,
        part -> {
          if (part.equals("Successful")) {
            JsonReader.array(
                "successful",
                json,
                () ->
                    JsonReader.object(
                        "entry",
                        json,
                        member -> {
                          if (member.equals("Id")) {
                            ids.add(json.getText());
                          }
                        }));
          }
        });
    return ids;
  }
}
