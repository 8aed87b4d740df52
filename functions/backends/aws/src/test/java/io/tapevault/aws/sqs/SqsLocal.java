package io.tapevault.aws.sqs;

import io.tapevault.event.EventKey;
import io.tapevault.forwarding.QueueMessages;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// An SQS on the loopback interface (ElasticMQ), with nothing in it at first.
public final class SqsLocal implements AutoCloseable {

  // SQS: ReceiveMessage gives 10 messages at most.
  private static final int MOST = 10;

  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsClient client;
  private final SdkHttpClient http = AwsCrtHttpClient.builder().build();

  private SqsLocal(SQSRestServer server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
    this.client =
        SqsClient.builder()
            .region(Region.EU_CENTRAL_1)
            .endpointOverride(endpoint)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(AwsCrtHttpClient.builder())
            .build();
  }

  public static SqsLocal start() {
    SQSRestServer server =
        SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    int port = server.waitUntilStarted().localAddress().getPort();
    return new SqsLocal(server, URI.create("http://127.0.0.1:" + port));
  }

  /// What is said to a queue, here or elsewhere.
  static QueueCalls calls(String url, SdkHttpClient http) {
    return QueueCalls.of(
        url,
        "eu-central-1",
        StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
        http,
        Duration.ofSeconds(20));
  }

  QueueCalls calls(String url) {
    return calls(url, http);
  }

  public SqsClient client() {
    return client;
  }

  public URI endpoint() {
    return endpoint;
  }

  /// Makes a FIFO queue. Answers with its URL.
  public String createQueue(String name) {
    return client
        .createQueue(create ->
            create
                .queueName(name + ".fifo")
                .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
        .queueUrl();
  }

  /// Takes all messages out of a queue.
  public List<Message> drain(String url) {
    List<Message> drained = new ArrayList<>();
    while (true) {
      List<Message> messages =
          client
              .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(MOST))
              .messages();
      if (messages.isEmpty()) {
        return drained;
      }
      drained.addAll(messages);
      client.deleteMessageBatch(delete -> delete.queueUrl(url).entries(deletions(messages)));
    }
  }

  private static List<DeleteMessageBatchRequestEntry> deletions(List<Message> messages) {
    return messages.stream()
        .map(message ->
            DeleteMessageBatchRequestEntry.builder()
                .id(message.messageId())
                .receiptHandle(message.receiptHandle())
                .build())
        .toList();
  }

  /// Takes all notices out of a queue, key by key.
  public List<EventKey> drainKeys(String url) {
    return drain(url).stream()
        .flatMap(message -> QueueMessages.read(message.body()).stream())
        .toList();
  }

  @Override
  public void close() {
    client.close();
    http.close();
    server.stopAndWait();
  }
}
