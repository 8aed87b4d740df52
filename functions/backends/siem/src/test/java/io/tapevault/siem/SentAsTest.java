package io.tapevault.siem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.event.Sha256;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Begin;
import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Format;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Rules;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.forwarding.Treatment;
import io.tapevault.forwarding.redaction.Redaction;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Secrets;
import io.tapevault.forwarding.selection.Selection;
import io.tapevault.samples.EventSamples;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How every sample is sent in every format to every SIEM, against a golden file for each, which
/// has some requests whole, and of the others a digest; `-Dgolden=update` writes those.
class SentAsTest {

  private static final Path GOLDEN =
      Path.of(
          System.getProperty("tapevault.root", "../../.."),
          "functions/backends/siem/src/test/resources/sent-as");
  private static final Set<String> WHOLE = Set.of("session.start.json", "user.login.json");
  // What says who asks, and when.
  private static final Set<String> NAMES_ALONE =
      Set.of("authorization", "dd-api-key", "api-key", "webhook-signature", "webhook-timestamp");

  @BeforeAll
  static void keys() {
    FaultsTest.keys();
  }

  @AfterAll
  static void noKeys() {
    FaultsTest.noKeys();
  }

  @ParameterizedTest
  @EnumSource
  void every_sample_is_sent_as_the_golden_file_has_it(Protocol protocol) throws IOException {
    StringBuilder written = new StringBuilder();
    List<String> digests = new ArrayList<>();
    try (FaultySiem login = FaultsTest.login();
        FaultySiem siem =
            FaultySiem.start((request, connection) -> protocol.taking(1).to(request, connection))) {
      List<Treatment> treatments = treatments();
      List<EventSink> sinks =
          treatments.stream()
              .map(treatment -> open(protocol.spec(siem.uri(), login.uri()), treatment))
              .toList();
      for (Path sample : EventSamples.accepted()) {
        String name = String.valueOf(sample.getFileName());
        StoredEvent stored = Engine.stored(new String(EventSamples.bytes(sample), UTF_8));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < treatments.size(); i++) {
          int before = siem.requests().size();
          Delivery said = sinks.get(i).deliver(List.of(outgoing(treatments.get(i), stored)));
          assertEquals(new Delivery.Delivered(), said, name);
          String sent =
              siem.requests().stream()
                  .skip(before)
                  .map(SentAsTest::text)
                  .collect(Collectors.joining());
          all.append(treatments.get(i).format().word()).append('\n').append(sent).append('\n');
        }
        if (WHOLE.contains(name)) {
          written.append(name).append(", ").append(all);
        }
        digests.add(Sha256.of(all.toString().getBytes(UTF_8)).substring(0, 16) + " " + name);
      }
    }
    assertTrue(digests.size() > 50, digests::toString);
    digests.forEach(line -> written.append(line).append('\n'));
    compare(protocol.name().toLowerCase(Locale.ROOT), written.toString());
  }

  /// A connection for each format, in which all samples come one after the other.
  @Test
  void every_sample_is_sent_over_syslog_as_the_golden_file_has_it() throws Exception {
    List<Path> samples = EventSamples.accepted();
    StringBuilder written = new StringBuilder();
    try (ServerSocket receiver = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (Treatment treatment : treatments()) {
        FutureTask<byte[]> received =
            new FutureTask<>(() -> {
              try (Socket connection = receiver.accept()) {
                return connection.getInputStream().readAllBytes();
              }
            });
        Thread.ofVirtual().start(received);
        Map<String, String> options =
            Map.of(SinkSpec.ADDRESS, "tcp://127.0.0.1:" + receiver.getLocalPort());
        SinkSpec spec = new SinkSpec("soc", SinkType.SYSLOG, options, null);
        List<Outgoing> all =
            samples.stream()
                .map(sample -> Engine.stored(new String(EventSamples.bytes(sample), UTF_8)))
                .map(stored -> outgoing(treatment, stored))
                .toList();
        assertEquals(new Delivery.Delivered(), open(spec, treatment).deliver(all));
        written.append(treatment.format().word()).append('\n');
        written.append(lines(received.get()));
      }
    }
    compare("syslog", written.toString());
  }

  /// Each message on a line, behind the number of its bytes.
  private static String lines(byte[] frames) {
    StringBuilder lines = new StringBuilder();
    int at = 0;
    while (at < frames.length) {
      int blank = at;
      while (frames[blank] != ' ') {
        blank++;
      }
      int end = blank + 1 + Integer.parseInt(new String(frames, at, blank - at, UTF_8));
      lines.append(new String(frames, at, end - at, UTF_8)).append('\n');
      at = end;
    }
    return lines.toString();
  }

  private static List<Treatment> treatments() {
    return Stream.of(Format.values())
        .map(format -> new Treatment(Selection.ALL, Redaction.NONE, format))
        .toList();
  }

  private static EventSink open(SinkSpec spec, Treatment treatment) {
    return Sinks.open(
        new SinkSpec(
            spec.name(), spec.type(), spec.options(), spec.secret(), treatment, new Begin.Oldest()),
        InstantSource.fixed(Events.NOON),
        Timeouts.DEFAULT);
  }

  private static Outgoing outgoing(Treatment treatment, StoredEvent stored) {
    return Rules.of(treatment, new Secrets(SecretStore.NONE, InstantSource.system()))
        .outgoing(stored)
        .orElseThrow();
  }

  private static String text(Request request) {
    StringBuilder text = new StringBuilder(request.method() + " " + request.target() + "\n");
    request
        .headers()
        .forEach((name, value) -> {
          if (!Set.of("host", "content-length", "connection", "user-agent").contains(name)) {
            boolean alone = NAMES_ALONE.contains(name) || name.equals("x-amz-date");
            text.append(name).append(alone ? "" : ": " + value).append('\n');
          }
        });
    return text.append('\n').append(readable(request.body())).append('\n').toString();
  }

  /// Protobuf has bytes that are no text.
  private static String readable(String body) {
    StringBuilder out = new StringBuilder();
    body.chars()
        .forEach(c -> {
          if (c < ' ' && c != '\n') {
            out.append("\\x%02x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.toString();
  }

  private static void compare(String name, String written) throws IOException {
    Path golden = GOLDEN.resolve(name + ".txt");
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, written);
    }
    assertEquals(Files.readString(golden), written);
  }
}
