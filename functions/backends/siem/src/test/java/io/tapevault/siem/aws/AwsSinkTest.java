package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Limits;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.accounts.Outcome;
import io.tapevault.siem.Engine;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What all three services have in common, against stand-ins that are made of AWS's documentation.
abstract class AwsSinkTest extends EventSinkContract {

  static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
  private static final Pattern DATA = Pattern.compile("\"Data\":\"([^\"]+)\"");

  static EventSink sink(SinkType type, String arn, URI endpoint, Duration patience) {
    SinkSpec spec =
        new SinkSpec(
            "soc",
            type,
            Map.of(SinkSpec.ADDRESS, arn, AwsSink.ENDPOINT, endpoint.toString()),
            null);
    return AwsSink.open(
        spec,
        new AwsSigner(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
            "eu-west-1",
            Entries.of(spec).service(),
            InstantSource.fixed(Events.NOON)),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  /// The events in a request, whether they are written as they are, as texts or as Base64.
  static List<String> keys(Request request) {
    String data =
        DATA.matcher(request.body())
            .results()
            .map(one -> new String(Base64.getDecoder().decode(one.group(1)), UTF_8))
            .collect(Collectors.joining());
    String all = data.isEmpty() ? request.body().replace("\\\"", "\"") : data;
    return UID.matcher(all).results().map(one -> one.group(1)).toList();
  }

  @Override
  protected List<String> uids(Request request) {
    return keys(request);
  }

  /// Answers for as many entries as were sent.
  static Answer each(String before, String entry, String after) {
    return (request, connection) ->
        Answer.saying(
                200,
                IntStream.range(0, keys(request).size())
                    .mapToObj(i -> entry.replace("#", "" + i))
                    .collect(Collectors.joining(",", before, after)))
            .to(request, connection);
  }

  /// What one call takes at most.
  abstract Limits service();

  /// How the service answers a call with an entry that is longer than any may be.
  abstract String tooLong();

  /// The rest of `aws_half_of_the_batch`.
  @Test
  void no_call_is_above_the_limits_and_an_entry_above_its_own_is_parked_alone() throws IOException {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      events.add(sized("e" + i, 10_000));
    }
    events.add(17, sized("big", 1_100_000));
    Answer limited =
        (request, connection) ->
            (uids(request).contains("big") ? Answer.saying(400, tooLong()) : taking())
                .to(request, connection);
    try (FaultySiem siem = FaultySiem.start(limited)) {
      Engine engine = new Engine(open(siem.uri(), LONG));
      assertEquals(501, engine.run(events, 20));
      assertEquals(500, engine.count(Outcome.DELIVERED));
      assertEquals(1, engine.parked().size(), engine.parked()::toString);
      assertTrue(engine.parked().getFirst().startsWith("big soc: "), engine.parked()::toString);
      for (Request request : siem.requests()) {
        List<String> uids = uids(request);
        assertTrue(uids.size() <= service().events(), () -> uids.size() + " entries");
        assertTrue(
            uids.equals(List.of("big")) || request.body().length() <= service().bytes(),
            () -> request.body().length() + " bytes");
      }
    }
  }

  private static StoredEvent sized(String uid, int characters) {
    return Engine.stored(
        "{\"event\":\"x\",\"uid\":\"%s\",\"text\":\"%s\"}".formatted(uid, "x".repeat(characters)));
  }

  static List<Outgoing> five() {
    return IntStream.range(0, 5)
        .mapToObj(i -> outgoing(Events.event("{\"event\":\"x\",\"uid\":\"e" + i + "\"}")))
        .toList();
  }
}
