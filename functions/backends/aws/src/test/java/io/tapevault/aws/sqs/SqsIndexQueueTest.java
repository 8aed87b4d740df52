package io.tapevault.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.json.JsonCalls;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.SessionId;
import io.tapevault.search.ExportJob;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.sqs.model.Message;

final class SqsIndexQueueTest {

  private static final SessionId SID = new SessionId("80d9ca77-93af-443f-b33c-6fc55bd1a147");

  private static SqsIndexQueue queue(String url, SdkHttpClient http) {
    return new SqsIndexQueue(
        url,
        "us-east-1",
        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
        http,
        InstantSource.system());
  }

  @Test
  void what_is_to_be_looked_through_comes_as_the_notice_of_the_bucket_does() {
    try (SqsLocal local = SqsLocal.start();
        SdkHttpClient http = JsonCalls.client()) {
      String url = local.client().createQueue(create -> create.queueName("index")).queueUrl();
      queue(url, http).lookThrough(SID);
      List<Message> messages =
          local.client().receiveMessage(receive -> receive.queueUrl(url)).messages();
      assertEquals(
          List.of(
              "{\"detail-type\":\"Object Created\",\"detail\":{\"object\":{\"key\":\""
                  + SID
                  + ".tar\"}}}"),
          messages.stream().map(Message::body).toList());
    }
  }

  @Test
  void the_next_turn_of_an_export_comes_as_it_was_sent() {
    try (SqsLocal local = SqsLocal.start();
        SdkHttpClient http = JsonCalls.client()) {
      String url = local.client().createQueue(create -> create.queueName("index")).queueUrl();
      queue(url, http).goOn(new ExportJob("n", "type=a%20b", "m", 3));
      assertEquals(
          "{\"detail-type\":\"Export\",\"detail\":{\"name\":\"n\",\"query\":\"type=a%20b\",\"after\":\"m\","
              + "\"turn\":3}}",
          local
              .client()
              .receiveMessage(receive -> receive.queueUrl(url))
              .messages()
              .getFirst()
              .body());
    }
  }

  @Test
  void a_queue_that_is_not_there_is_said_to_be() {
    try (SqsLocal local = SqsLocal.start();
        SdkHttpClient http = JsonCalls.client()) {
      String url = local.endpoint().resolve("/000000000000/none").toString();
      RuntimeException e =
          assertThrows(RuntimeException.class, () -> queue(url, http).lookThrough(SID));
      assertTrue(String.valueOf(e.getMessage()).contains("the queue none"), e::toString);
    }
    try (SdkHttpClient http = JsonCalls.client()) {
      RuntimeException e =
          assertThrows(
              RuntimeException.class,
              () -> queue("http://127.0.0.1:1/0/index", http).lookThrough(SID));
      assertTrue(e instanceof Unavailable || e instanceof NotPermitted, e::toString);
    }
  }
}
