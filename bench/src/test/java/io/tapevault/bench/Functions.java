package io.tapevault.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.aws.sqs.SqsLocal;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.function.authorize.AuthorizeFunction;
import io.tapevault.function.forward.CatalogueFunction;
import io.tapevault.function.forward.DeliverFunction;
import io.tapevault.function.forward.ForwardFunction;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.json.EventJson;
import io.tapevault.packages.Aws;
import io.tapevault.packages.FunctionProcess;
import io.tapevault.packages.Samples;
import io.tapevault.packages.Webhook;
import io.tapevault.packages.Zip;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The functions as they are packaged, each with what AWS would call it with, on emulators; and the
/// naive one, which takes what ours takes.
final class Functions implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAIVE = "io.tapevault.bench.naive.NaiveFunction";
  private static final String EMPTY = "io.tapevault.bench.naive.EmptyFunction";
  // What a JVM takes where nobody sets anything, against what Lambda sets.
  private static final String[] NO_FLAGS = {
    "-XX:-UseSerialGC", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=4"
  };

  private final Aws aws;
  private final SqsLocal sqs = SqsLocal.start();
  private final Webhook siem = Webhook.start();
  private final String queue = sqs.createQueue("soc");
  private int next;

  Functions() throws Exception {
    this.aws = Aws.start();
  }

  /// How a process of a function is begun.
  @FunctionalInterface
  interface Start {
    FunctionProcess process() throws IOException;
  }

  Start naive() {
    return () -> start(NAIVE);
  }

  Start naiveWithoutFlags() {
    return () -> start(NAIVE, NO_FLAGS);
  }

  Start empty() {
    return () -> start(EMPTY);
  }

  private FunctionProcess start(String naive, String... flags) throws IOException {
    Zip zip = Zip.of(Samples.ROOT.resolve("bench/naive/target/naive.zip"));
    return FunctionProcess.start(zip, naive, naiveVariables(), flags);
  }

  private Map<String, String> naiveVariables() {
    Map<String, String> variables = new HashMap<>(aws.variables());
    variables.put("NAIVE_ENDPOINT", aws.dynamoEndpoint().toString());
    variables.put("NAIVE_TABLE", Aws.TABLE);
    variables.put("AWS_REGION", "us-east-1");
    return variables;
  }

  /// Puts into the same table.
  Optional<GoLoop> go() throws IOException {
    return GoLoop.start(naiveVariables());
  }

  Ours ingest() {
    return ours(IngestFunction.class, Map.of());
  }

  Ours authorize() {
    return ours(AuthorizeFunction.class, Map.of());
  }

  Ours playback() {
    return ours(PlaybackFunction.class, Map.of());
  }

  Ours index() {
    return ours(IndexFunction.class, Map.of());
  }

  Ours catalogue() {
    return ours(CatalogueFunction.class, Map.of());
  }

  Ours forward() {
    return ours(
        ForwardFunction.class,
        Map.of("TAPEVAULT_QUEUE_URLS", queue, "TAPEVAULT_UNSENT_URI", "s3://failures/notices"));
  }

  Ours deliver() {
    String sink = SinkSpec.webhook("soc", siem.address(), Webhook.secret()).json();
    return ours(
        DeliverFunction.class, Map.of("TAPEVAULT_SINK", sink, "TAPEVAULT_QUEUE_URL", queue));
  }

  private Ours ours(Class<? extends RequestStreamHandler> handler, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(aws.variables());
    variables.putAll(more);
    return new Ours(handler, variables);
  }

  /// One of ours, out of its zip.
  record Ours(Class<? extends RequestStreamHandler> handler, Map<String, String> variables)
      implements Start {

    @Override
    public FunctionProcess process() throws IOException {
      return FunctionProcess.start(handler, variables);
    }

    /// As a container image may begin it, whose cache is made by answering once.
    Start withCache(byte[] envelope) throws IOException, InterruptedException {
      String cache = Files.createTempFile("tapevault", ".aot").toString();
      try (FunctionProcess training = image("-XX:AOTCacheOutput=" + cache)) {
        training.awaitReady();
        var _ = training.timed(envelope);
        training.end();
      }
      return () -> image("-XX:AOTCache=" + cache);
    }

    private FunctionProcess image(String cache) throws IOException {
      return FunctionProcess.startAsImage(
          handler, variables, "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", cache);
    }
  }

  /// A request of somebody who may send events.
  byte[] admission() throws IOException {
    byte[] random = new byte[Token.RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    Token token = Token.of(random);
    Grant grant = new Grant("bench", Set.of(Scope.INGEST), "bench", Instant.now(), null);
    aws.tokens().create(IssuedToken.of(token, grant));
    ObjectNode request = (ObjectNode) JSON.readTree(Samples.envelope("authorize.json"));
    ((ObjectNode) request.get("headers")).put("Authorization", "Bearer " + token.shown());
    return JSON.writeValueAsBytes(request);
  }

  /// So many events that nobody has seen, each of about 600 bytes, in one request.
  byte[] events(int count) throws IOException {
    ObjectNode request = (ObjectNode) JSON.readTree(Samples.envelope("post-events.json"));
    request.put("body", String.join("\n", lines(count)));
    return JSON.writeValueAsBytes(request);
  }

  List<String> lines(int count) throws IOException {
    String sample =
        Files.readString(Samples.ROOT.resolve("events-samples/accepted/session.command.json"));
    ObjectNode event = (ObjectNode) JSON.readTree(sample);
    event.put("sid", UUID.randomUUID().toString());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      event.put("ei", i).put("uid", UUID.randomUUID().toString());
      event.put("time", Instant.parse("2026-11-22T08:00:00Z").plusMillis(next++).toString());
      lines.add(event.toString());
    }
    return lines;
  }

  /// So many changes of the table, as its stream brings them.
  byte[] changes(int count) throws IOException {
    ObjectNode batch = (ObjectNode) JSON.readTree(Samples.envelope("dynamodb-stream.json"));
    JsonNode sample = batch.get("Records").get(0);
    ArrayNode records = JSON.createArrayNode();
    String sid = UUID.randomUUID().toString();
    for (int i = 0; i < count; i++) {
      ObjectNode record = sample.deepCopy();
      ObjectNode change = (ObjectNode) record.get("dynamodb");
      for (String image : List.of("Keys", "NewImage")) {
        ((ObjectNode) change.at("/" + image + "/SessionID")).put("S", sid);
        ((ObjectNode) change.at("/" + image + "/EventIndex")).put("N", Integer.toString(i));
      }
      records.add(record);
    }
    batch.set("Records", records);
    return JSON.writeValueAsBytes(batch);
  }

  /// The notices of so many events, which are stored for it.
  byte[] notices(int count) throws IOException {
    List<EventKey> keys = new ArrayList<>();
    List<AuditEvent> events = new ArrayList<>();
    for (String line : lines(count)) {
      AuditEvent event = (AuditEvent) EventJson.read(line.getBytes(UTF_8), Instant.EPOCH);
      events.add(event);
      keys.add(event.key());
    }
    aws.log().append(events);
    ObjectNode batch = (ObjectNode) JSON.readTree(Samples.envelope("sqs.json"));
    ObjectNode message = (ObjectNode) batch.get("Records").get(0);
    ArrayNode messages = JSON.createArrayNode();
    for (String body : QueueMessages.write(keys)) {
      messages.add(message.deepCopy().put("body", body));
    }
    batch.set("Records", messages);
    return JSON.writeValueAsBytes(batch);
  }

  @Override
  public void close() throws IOException {
    siem.close();
    sqs.close();
    aws.close();
  }
}
