package io.tapevault.aws.sqs;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.Said;
import io.tapevault.aws.json.Service;
import io.tapevault.event.NotPermitted;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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
    return switch (said) {
      case Said.Done<Set<String>> done -> done.value();
      case Said.Fault<Set<String>> missing ->
          throw new NotPermitted(
              "sqs:" + RIGHTS.get(action),
              "the queue " + SqsQueues.name(url) + ", or it does not exist");
    };
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
