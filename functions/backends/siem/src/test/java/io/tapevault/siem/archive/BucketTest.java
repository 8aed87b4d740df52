package io.tapevault.siem.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.siem.Sinks;
import io.tapevault.siem.aws.AwsSink;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// An archive in a bucket, against stand-ins that are made of AWS's documentation.
class BucketTest extends EventSinkContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");

  static SinkSpec spec(String address, URI endpoint) {
    return new SinkSpec(
        "archive",
        SinkType.S3,
        Map.of(SinkSpec.ADDRESS, address, AwsSink.ENDPOINT, endpoint.toString()),
        null);
  }

  @Override
  protected EventSink open(URI address, Duration patience) {
    return ArchiveSink.open(
        spec("s3://soc-archive/audit?region=eu-west-1", address),
        new AwsSigner(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
            "eu-west-1",
            "s3",
            InstantSource.fixed(Events.NOON)),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body()).results().map(one -> one.group(1)).toList();
  }

  @Override
  protected Answer taking() {
    return Answer.status(200);
  }

  /// What is of a bucket alone.
  @Nested
  class OfBuckets {

    private final BucketStandIn bucket = new BucketStandIn();

    private static StoredEvent at(int number, String time) {
      return Engine.stored(
          "{\"event\":\"x\",\"uid\":\"e%d\",\"time\":\"%s\"}".formatted(number, time));
    }

    /// One an hour.
    private static List<StoredEvent> hourly(int count) {
      return IntStream.range(0, count)
          .mapToObj(i -> at(i, Events.NOON.plus(Duration.ofHours(i)).toString()))
          .toList();
    }

    private static List<Outgoing> outgoing(List<StoredEvent> events) {
      return events.stream().map(one -> new Outgoing(one, one.event().json())).toList();
    }

    private static Set<String> lines(List<StoredEvent> events) {
      return new TreeSet<>(events.stream().map(one -> one.event().json()).toList());
    }

    @Test
    void a_file_is_named_by_its_content_and_written_where_there_is_none() throws IOException {
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        open(siem.uri().resolve("/"), LONG)
            .deliver(outgoing(List.of(at(1, "2026-11-25T13:07:43.241Z"))));
        Request request = siem.requests().getFirst();
        String line = "{\"event\":\"x\",\"uid\":\"e1\",\"time\":\"2026-11-25T13:07:43.241Z\"}\n";
        assertEquals(line, request.body());
        assertEquals("PUT", request.method());
        assertEquals(
            "/soc-archive/audit/dt%3D2026-11-25/hour%3D13/"
                + Sha256.of(line.getBytes(UTF_8))
                + ".ndjson.gz",
            request.target());
        assertEquals("*", request.header("if-none-match"));
        assertEquals("application/gzip", request.header("content-type"));
        String signature = String.valueOf(request.header("authorization"));
        assertTrue(
            signature.matches(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-west-1/s3/aws4_request,"
                    + " SignedHeaders=[a-z0-9;-]*if-none-match;[a-z0-9;-]*,"
                    + " Signature=[0-9a-f]{64}"),
            signature);
        assertTrue(String.valueOf(request.header("x-amz-content-sha256")).matches("[0-9a-f]{64}"));
      }
    }

    @Test
    void a_batch_is_a_file_for_each_hour_of_its_events() throws IOException {
      List<StoredEvent> events =
          List.of(
              at(1, "2026-11-25T13:00:00Z"),
              at(2, "2026-11-25T14:00:00+01:00"),
              at(3, "2026-11-26T13:00:00Z"),
              at(4, "1970-01-01T00:00:00Z"),
              at(5, "2026-11-25T13:59:59Z"));
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        assertEquals(
            new Delivery.Delivered(),
            open(siem.uri().resolve("/"), LONG).deliver(outgoing(events)));
      }
      assertEquals(
          List.of(List.of("e4"), List.of("e1", "e2", "e5"), List.of("e3")),
          bucket.files().values().stream().map(BucketTest.this::uidsOf).toList());
      assertEquals(
          List.of(
              "/soc-archive/audit/dt%3D2015-01-01/hour%3D00/",
              "/soc-archive/audit/dt%3D2026-11-25/hour%3D13/",
              "/soc-archive/audit/dt%3D2026-11-26/hour%3D13/"),
          bucket.files().keySet().stream().map(name -> name.replaceAll("[^/]*$", "")).toList());
    }

    @Test
    void aws_half_of_the_batch() throws IOException {
      bucket.failing("hour%3D13", Answer.saying(503, "<Error><Code>SlowDown</Code></Error>"));
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        EventSink sink = open(siem.uri().resolve("/"), LONG);
        Delivery.TryAgain trouble =
            assertInstanceOf(Delivery.TryAgain.class, sink.deliver(outgoing(hourly(3))));
        assertTrue(trouble.why().contains("SlowDown"), trouble.why());
        bucket.well();
        assertEquals(new Delivery.Delivered(), sink.deliver(outgoing(hourly(3))));
        assertEquals(
            List.of("e0", "e1", "e1", "e2"),
            siem.requests().stream().flatMap(one -> uids(one).stream()).toList());
      }
      assertEquals(lines(hourly(3)), bucket.lines());
    }

    @Test
    void the_same_batch_is_the_same_file() throws IOException {
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        for (int i = 0; i < 2; i++) {
          assertEquals(
              new Delivery.Delivered(),
              open(siem.uri().resolve("/"), LONG).deliver(outgoing(hourly(2))));
        }
        assertEquals(4, siem.requests().size());
      }
      assertEquals(2, bucket.files().size());
    }

    @Test
    void commit_and_then_an_error() throws IOException {
      List<StoredEvent> events =
          IntStream.range(0, 100).mapToObj(i -> at(i, "2026-03-01T12:00:00Z")).toList();
      for (Answer fault : List.of(Answer.reset(), Answer.status(500), Answer.silence())) {
        bucket.storingAndThen(fault);
        try (FaultySiem siem = FaultySiem.start(bucket)) {
          EventSink sink = open(siem.uri().resolve("/"), Duration.ofMillis(500));
          assertInstanceOf(Delivery.TryAgain.class, sink.deliver(outgoing(events)));
          bucket.well();
          assertEquals(new Delivery.Delivered(), sink.deliver(outgoing(events)));
        }
        assertEquals(lines(events), bucket.lines());
        assertEquals(1, bucket.files().size());
      }
    }

    /// Cut in another way after a fault, a batch is other files: a line may be in two of them.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void without_equal_lines_every_event_is_there_once(long seed) throws IOException {
      Random random = new Random(seed);
      List<StoredEvent> events = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        events.add(at(i, Events.NOON.plusSeconds(random.nextInt(20_000)).toString()));
      }
      bucket.oftenFailing(random);
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        Engine engine = new Engine(open(siem.uri().resolve("/"), Duration.ofMillis(100)));
        int done = 0;
        while (done < events.size()) {
          int end = Math.min(events.size(), done + 1 + random.nextInt(60));
          done += engine.run(events.subList(done, end), 1);
        }
        assertEquals(List.of(), engine.parked());
      }
      assertEquals(lines(events), bucket.lines());
      bucket
          .files()
          .forEach((name, lines) ->
              assertTrue(name.contains(Sha256.of(lines.getBytes(UTF_8))), () -> name));
    }

    @Test
    void events_of_a_thousand_hours_come_in_several_turns() throws IOException {
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        EventSink sink = open(siem.uri().resolve("/"), LONG);
        List<StoredEvent> events = hourly(1_000);
        assertInstanceOf(Delivery.TryAgain.class, sink.deliver(outgoing(events)));
        assertEquals(16, siem.requests().size());
        assertEquals(1_000, new Engine(sink).run(events, 400));
        assertEquals(1_000, siem.requests().size(), "what is there is not sent again");
      }
      assertEquals(lines(hourly(1_000)), bucket.lines());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"400 RequestTimeout", "400 ExpiredToken", "409 ConditionalRequestConflict"})
    void what_may_pass_is_tried_again(String answer) throws IOException {
      assertInstanceOf(Delivery.TryAgain.class, answered(answer));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "400 InvalidArgument",
          "400 KMS.DisabledException",
          "404 NoSuchBucket",
          "403 AccessDenied",
          "413 EntityTooLarge",
          "415 Unsupported",
          "422 Unprocessable",
          "501 NotImplemented"
        })
    void no_event_is_refused_because_nothing_looks_at_it(String answer) throws IOException {
      Delivery.Down down = assertInstanceOf(Delivery.Down.class, answered(answer));
      assertTrue(down.why().contains(answer.substring(4)), down.why());
    }

    private Delivery answered(String answer) throws IOException {
      Answer said =
          Answer.saying(
              Integer.parseInt(answer.substring(0, 3)),
              "<Error><Code>" + answer.substring(4) + "</Code></Error>");
      try (FaultySiem siem = FaultySiem.start(said)) {
        return open(siem.uri(), LONG).deliver(events(2));
      }
    }

    @Test
    void a_line_break_between_members_is_none_in_a_file() throws IOException {
      try (FaultySiem siem = FaultySiem.start(bucket)) {
        open(siem.uri().resolve("/"), LONG)
            .deliver(
                List.of(
                    Engine.outgoing("{\r\n\"event\":\n\"x\",\"a\":\"\\n\"}"),
                    Engine.outgoing("{\"event\":\"y\"}")));
      }
      assertEquals(
          List.of("{  \"event\": \"x\",\"a\":\"\\n\"}\n{\"event\":\"y\"}\n"),
          List.copyOf(bucket.files().values()));
    }

    @Test
    void a_rehearsal_needs_nothing_but_the_settings_of_a_deployment() {
      SinkSpec deployed = SinkSpec.parse("{\"name\":\"a\",\"s3\":\"s3://soc?region=eu-west-1\"}");
      URI nowhere = URI.create("http://127.0.0.1:1/");
      assertEquals(ArchiveSink.LIMITS, Sinks.rehearsal(deployed, nowhere).limits());
    }

    @Test
    void what_cannot_be_is_said_at_once() {
      for (SinkSpec wrong :
          List.of(
              spec("s3://soc-archive", URI.create("https://s3.example.com/")),
              spec("s3://soc?region=eu-west-1", URI.create("http://s3.example.com/")),
              spec("s3://soc?region=eu-west-1", URI.create("https://169.254.169.254/")),
              new SinkSpec(
                  "archive",
                  SinkType.S3,
                  Map.of(SinkSpec.ADDRESS, "s3://soc?region=eu-west-1"),
                  "a secret"))) {
        assertThrows(IllegalArgumentException.class, () -> ArchiveSink.check(wrong));
      }
      ArchiveSink.check(
          new SinkSpec(
              "archive",
              SinkType.S3,
              Map.of(SinkSpec.ADDRESS, "s3://a.bucket/x?region=cn-north-1"),
              null));
    }
  }

  private List<String> uidsOf(String lines) {
    return UID.matcher(lines).results().map(one -> one.group(1)).toList();
  }
}
