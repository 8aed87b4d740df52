package io.tapevault.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.aws.json.TestHttp;
import io.tapevault.event.EventKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// What we say to SQS is what AWS's own client says.
final class SameAsTheSdkTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URL = "https://sqs.eu-central-1.amazonaws.com/210987654321/soc.fifo";

  /// Takes everything.
  private static final class Recorder extends TestHttp {
    private Map<String, String> said = Map.of();
    private JsonNode body = JSON.nullNode();

    @Override
    protected Answer answer(String action, String body, HttpExecuteRequest request)
        throws IOException {
      said = said(request.httpRequest());
      this.body = JSON.readTree(body);
      String id = this.body.at("/Entries/0/Id").textValue();
      return new Answer(200, "{\"Successful\":[{\"Id\":\"" + id + "\"}]}");
    }

    private static Map<String, String> said(SdkHttpRequest request) {
      Map<String, String> said = new TreeMap<>();
      said.put("", request.method() + " " + request.getUri());
      for (String name : List.of("Content-Type", "X-Amz-Target", "Host")) {
        said.put(name, request.firstMatchingHeader(name).orElse("none"));
      }
      return said;
    }
  }

  private final Recorder ours = new Recorder();
  private final Recorder theirs = new Recorder();
  private final SqsClient sdk =
      SqsClient.builder()
          .region(Region.EU_CENTRAL_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
          .checksumValidationEnabled(false)
          .httpClient(theirs)
          .build();

  @Test
  void a_notice_of_ours_is_that_of_the_sdk() {
    new SqsNoticeQueue(SqsLocal.calls(URL, ours)).send(List.of(new EventKey("größe", 1)));
    JsonNode entry = ours.body.at("/Entries/0");
    sdk.sendMessageBatch(send ->
        send.queueUrl(URL)
            .entries(
                SendMessageBatchRequestEntry.builder()
                    .id(entry.get("Id").textValue())
                    .messageGroupId(entry.get("MessageGroupId").textValue())
                    .messageDeduplicationId(entry.get("MessageDeduplicationId").textValue())
                    .messageBody(entry.get("MessageBody").textValue())
                    .build()));
    assertEquals(theirs.body, ours.body);
    assertEquals(theirs.said, ours.said);
  }

  @Test
  void a_message_that_is_to_come_again_is_named_as_the_sdk_does() {
    new SqsRedelivery(SqsLocal.calls(URL, ours)).after(Duration.ofSeconds(70), List.of("receipt"));
    sdk.changeMessageVisibilityBatch(change ->
        change
            .queueUrl(URL)
            .entries(
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id("0")
                    .receiptHandle("receipt")
                    .visibilityTimeout(70)
                    .build()));
    assertEquals(theirs.body, ours.body);
    assertEquals(theirs.said, ours.said);
  }
}
