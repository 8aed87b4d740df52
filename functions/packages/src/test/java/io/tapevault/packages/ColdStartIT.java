package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.tapevault.aws.sqs.SqsLocal;
import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.QueueMessages;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.function.forward.DeliverFunction;
import io.tapevault.function.forward.ForwardFunction;
import io.tapevault.function.ingest.IngestFunction;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.json.EventJson;
import io.tapevault.packages.FunctionProcess.Took;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// How much work it is to begin. Classes are counted, because their number repeats; time does not,
/// and is only told.
@OnLinux
final class ColdStartIT {

  private static final AuditEvent EVENT =
      (AuditEvent)
          EventJson.read(
              "{\"event\":\"user.login\",\"time\":\"2026-11-22T14:00:00Z\",\"uid\":\"u\"}"
                  .getBytes(UTF_8),
              Instant.EPOCH);

  /// A function, what comes first, and how many classes it may load until that is answered: 5 %
  /// more than measured, for what an update of the JDK or the SDK may bring.
  record Begun(
      Class<? extends RequestStreamHandler> function, Callable<byte[]> envelope, int mostClasses) {

    @Override
    public String toString() {
      return function.getSimpleName();
    }
  }

  static final List<Begun> BEGUN =
      List.of(
          new Begun(IngestFunction.class, () -> Samples.envelope("post-events.json"), 3_360),
          // A search puts an event, that somebody searches, and signs its cursor: 200 of them.
          new Begun(PlaybackFunction.class, () -> Samples.envelope("get-events.json"), 5_170),
          new Begun(IndexFunction.class, () -> Samples.envelope("sqs-recordings.json"), 4_660),
          new Begun(ForwardFunction.class, () -> Samples.envelope("dynamodb-stream.json"), 2_830),
          new Begun(DeliverFunction.class, ColdStartIT::notice, 4_610));

  /// That the event is stored.
  private static byte[] notice() {
    SQSMessage message = new SQSMessage();
    message.setMessageId("1");
    message.setReceiptHandle("1");
    message.setBody(QueueMessages.write(List.of(EVENT.key())).getFirst());
    message.setAttributes(Map.of("ApproximateReceiveCount", "1"));
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return Envelopes.json(SQSEvent.class, event);
  }

  @ParameterizedTest
  @FieldSource("BEGUN")
  void a_function_answers_first_before_it_has_loaded_too_many_classes(Begun begun)
      throws Exception {
    try (Aws aws = Aws.start();
        SqsLocal sqs = SqsLocal.start();
        Webhook siem = Webhook.start()) {
      Map<String, String> variables = new HashMap<>(aws.variables());
      variables.put("TAPEVAULT_QUEUE_URLS", sqs.createQueue("soc"));
      variables.put("TAPEVAULT_QUEUE_URL", sqs.endpoint() + "/000000000000/soc.fifo");
      variables.put("TAPEVAULT_UNSENT_URI", "s3://failures/notices");
      variables.put(
          "TAPEVAULT_SINK", SinkSpec.webhook("soc", siem.address(), Webhook.secret()).json());
      aws.log().append(List.of(EVENT));
      // The table is there, as it nearly always is, and the emulators have begun too.
      first(variables, begun);
      Cold cold = first(variables, begun);
      assertEquals(
          begun.function().equals(DeliverFunction.class), !siem.taken().isEmpty(), "delivered");
      System.out.println(
          begun.function().getSimpleName()
              + ": "
              + cold
              + ", classes at most "
              + begun.mostClasses());
      assertTrue(cold.classes() <= begun.mostClasses(), () -> cold + " of " + begun);
    }
  }

  /// What it took: until the first answer, to answer first when it had begun, to answer then.
  private record Cold(long classes, Duration cpu, Took first, Took second) {}

  private static Cold first(Map<String, String> variables, Begun begun) throws Exception {
    try (FunctionProcess function =
        FunctionProcess.start(begun.function(), variables, "-Xlog:class+load:file=classes.log")) {
      function.awaitReady();
      byte[] envelope = begun.envelope().call();
      Took first = function.timed(envelope);
      Duration cpu = function.cpu();
      try (Stream<String> lines = Files.lines(function.file("task/classes.log"))) {
        long classes = lines.filter(line -> line.contains(" source: ")).count();
        return new Cold(classes, cpu, first, function.timed(envelope));
      }
    }
  }
}
