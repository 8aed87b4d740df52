package io.tapevault.siem.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.siem.syslog.SyslogReceiver.Ending;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.contract.SinkPromises;
import io.tapevault.testkit.siem.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyslogSinkTest extends SinkPromises {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern KEY = Pattern.compile("\\[tapevault@32473 key=\"([^\"]*)\"");
  private static final Pattern MESSAGE =
      Pattern.compile(
          "<110>1 (\\S+) (\\S+) tapevault - (\\S+) (\\[.*?[^\\\\]]) (.*)", Pattern.DOTALL);

  private final Identity server;
  private final Identity client;
  private final List<SyslogReceiver> open = new ArrayList<>();

  SyslogSinkTest(@TempDir Path folder) throws Exception {
    server = Identity.make(folder, "server");
    client = Identity.make(folder, "client");
  }

  @AfterEach
  void stop() throws IOException {
    for (SyslogReceiver receiver : open) {
      receiver.close();
    }
    open.clear();
  }

  private SyslogReceiver receiver(Ending ending) {
    try {
      SyslogReceiver receiver = SyslogReceiver.start(server.trusting(client), ending);
      open.add(receiver);
      return receiver;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private SyslogSink sink(String address, Duration patience, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put(SinkSpec.ADDRESS, address);
    options.put(SinkSpec.ALLOW, "127.0.0.1");
    return SyslogSink.open(
        new SinkSpec("soc", SinkType.SYSLOG, options, null),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  private Map<String, String> trusted() {
    try {
      return Map.of(
          SinkSpec.CA, server.certificate(),
          SinkSpec.CERTIFICATE, client.certificate(),
          SinkSpec.KEY, client.key());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected EventSink sink() {
    return sink(receiver(Ending.closing()).address(), LONG, trusted());
  }

  @Override
  protected List<Arrived> arrived() {
    return open.getFirst().connections().stream().map(SyslogSinkTest::arrived).toList();
  }

  private static Arrived arrived(List<String> messages) {
    List<String> keys =
        messages.stream()
            .map(message -> KEY.matcher(message).results().findFirst().orElseThrow().group(1))
            .distinct()
            .toList();
    String content = String.join("\n", messages);
    return new Arrived(keys, content.getBytes(StandardCharsets.UTF_8).length, content);
  }

  private List<String> messages(List<String> events, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(trusted());
    options.putAll(more);
    SyslogReceiver receiver = receiver(Ending.closing());
    List<Outgoing> batch = events.stream().map(json -> outgoing(Events.event(json))).toList();
    assertEquals(new Delivery.Delivered(), sink(receiver.address(), LONG, options).deliver(batch));
    return receiver.messages();
  }

  private static Matcher read(String message) {
    Matcher read = MESSAGE.matcher(message);
    assertTrue(read.matches(), message);
    return read;
  }

  /// What is of syslog alone.
  @Nested
  class OfSyslog {

    @Test
    void syslog_counts_bytes() {
      List<String> events =
          List.of(
              "{\"event\":\"x\",\"uid\":\"1\",\"user\":\"Zoë\"}",
              "{\"event\":\"x\",\"uid\":\"2\",\"text\":\"a\\nb\"}",
              "{\"event\":\"x\",\"uid\":\"3\",\"text\":\"\\u0000\"}",
              "{\"event\":\"x\",\"uid\":\"4\",\"text\":\"" + "😀".repeat(20) + "\"}");
      assertEquals(
          events,
          messages(events, Map.of()).stream().map(message -> read(message).group(5)).toList());
    }

    @Test
    void blanks_of_any_kind_between_members_are_blanks_because_receivers_escape_tabs() {
      Matcher message =
          read(
              messages(List.of("{\n\t\"event\":\r\n\t\"x\",\t\"uid\":\"1\"}"), Map.of())
                  .getFirst());
      assertEquals("{  \"event\":   \"x\", \"uid\":\"1\"}", message.group(5));
    }

    @Test
    void a_message_is_of_rfc_5424() {
      assertEquals(
          List.of(
              "<110>1 2024-11-26T07:07:43.241000Z vault.example.com tapevault - session_start"
                  + " [tapevault@32473 key=\"a\\\"\\]\\\\?\" session=\"s-1\"]"
                  + " {\"event\":\"session start\", \"time\":\"2024-11-26T07:07:43.241Z\","
                  + "\"uid\":\"a\\\"]\\\\\\u0007\",\"sid\":\"s-1\"}"),
          messages(
              List.of(
                  "{\"event\":\"session start\",\n\"time\":\"2024-11-26T07:07:43.241Z\","
                      + "\"uid\":\"a\\\"]\\\\\\u0007\",\"sid\":\"s-1\"}"),
              Map.of("host", "vault.example.com")));
    }

    @Test
    void a_time_that_has_no_such_form_is_left_out() {
      Outgoing event = outgoing(Events.event("{\"event\":\"x\"}", Instant.MAX));
      String frame = new String(new Frames("-", 8192).of(event), StandardCharsets.UTF_8);
      assertTrue(frame.contains(" <110>1 - - tapevault - x "), frame);
    }

    @Test
    void an_event_longer_than_a_frame_is_several_that_are_the_event_one_after_the_other() {
      String event = "{\"event\":\"x\",\"uid\":\"1\",\"text\":\"" + "a😀é".repeat(2000) + "\"}";
      List<String> messages = messages(List.of(event), Map.of("frame", "2048"));
      assertEquals(14, messages.size());
      for (int i = 0; i < messages.size(); i++) {
        int bytes = messages.get(i).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= 2048, () -> bytes + " bytes");
        assertEquals(
            "[tapevault@32473 key=\"1\" part=\"%d\" parts=\"14\"]".formatted(i + 1),
            read(messages.get(i)).group(4));
      }
      assertEquals(
          event,
          messages.stream().map(message -> read(message).group(5)).collect(Collectors.joining()));
    }

    @Test
    void what_is_not_closed_is_not_delivered() {
      Delivery.TryAgain trouble =
          assertInstanceOf(
              Delivery.TryAgain.class,
              sink(
                      receiver(connection -> Thread.sleep(60_000)).address(),
                      Duration.ofMillis(500),
                      trusted())
                  .deliver(events(2)));
      assertTrue(trouble.slow(), trouble.why());
    }

    @Test
    void what_breaks_off_is_tried_again() throws IOException {
      SyslogReceiver breaking =
          receiver(connection -> {
            throw new IOException("full");
          });
      breaking.close();
      Delivery.TryAgain trouble =
          assertInstanceOf(
              Delivery.TryAgain.class,
              sink(breaking.address(), LONG, trusted()).deliver(events(1)));
      assertFalse(trouble.slow(), trouble.why());
    }

    @Test
    void a_receiver_that_reads_nothing_holds_nobody_up() throws IOException {
      try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Outgoing large = outgoing(Events.query(1, Events.NOON, 20_000_000));
        Delivery.TryAgain trouble =
            assertInstanceOf(
                Delivery.TryAgain.class,
                sink("tcp://127.0.0.1:" + deaf.getLocalPort(), Duration.ofMillis(300), Map.of())
                    .deliver(List.of(large)));
        assertTrue(trouble.slow(), trouble.why());
      }
    }

    @Test
    void a_receiver_that_nobody_known_signed_is_down_and_gets_nothing() throws Exception {
      SyslogReceiver receiver = receiver(Ending.closing());
      for (Map<String, String> tls :
          List.of(Map.<String, String>of(), Map.of(SinkSpec.CA, client.certificate()))) {
        Delivery.Down down =
            assertInstanceOf(
                Delivery.Down.class, sink(receiver.address(), LONG, tls).deliver(events(1)));
        assertTrue(down.why().contains("certificate"), down.why());
      }
      assertEquals(List.of(), receiver.messages());
    }

    @Test
    void a_receiver_whose_certificate_is_of_another_host_is_down_and_gets_nothing() {
      SyslogReceiver receiver = receiver(Ending.closing());
      // The certificate is of 127.0.0.1 and of localhost.
      String other = receiver.address().replace("127.0.0.1", "127.0.0.2");
      Map<String, String> options = new HashMap<>(trusted());
      options.put(SinkSpec.ADDRESS, other);
      options.put(SinkSpec.ALLOW, "127.0.0.0/8");
      EventSink sink =
          SyslogSink.open(new SinkSpec("soc", SinkType.SYSLOG, options, null), Timeouts.DEFAULT);
      Delivery.Down down = assertInstanceOf(Delivery.Down.class, sink.deliver(events(1)));
      assertTrue(down.why().contains("of another host"), down.why());
      assertEquals(List.of(), receiver.messages());
    }

    @Test
    void without_its_certificate_a_client_is_sent_away() throws Exception {
      SyslogReceiver receiver = receiver(Ending.closing());
      assertInstanceOf(
          Delivery.TryAgain.class,
          sink(receiver.address(), LONG, Map.of(SinkSpec.CA, server.certificate()))
              .deliver(events(1)));
      assertEquals(List.of(), receiver.messages());
    }

    @Test
    void a_name_that_means_an_address_which_is_not_allowed_is_down_and_gets_nothing()
        throws IOException {
      SyslogReceiver receiver = receiver(Ending.closing());
      Map<String, String> options =
          Map.of(SinkSpec.ADDRESS, receiver.address().replace("127.0.0.1", "localhost"));
      Delivery.Down down =
          assertInstanceOf(
              Delivery.Down.class,
              SyslogSink.open(new SinkSpec("soc", SinkType.SYSLOG, options, null), Timeouts.DEFAULT)
                  .deliver(events(1)));
      assertTrue(down.why().contains("is not of the public internet"), down.why());
      assertEquals(List.of(), receiver.messages());
    }

    @Test
    void what_cannot_be_is_said_at_once() {
      for (Map<String, String> wrong :
          List.of(
              Map.of(SinkSpec.ADDRESS, "https://siem.example.com"),
              Map.of(SinkSpec.ADDRESS, "tcp://siem.example.com:601"),
              Map.of(SinkSpec.ADDRESS, "tls://siem.example.com:6514/path"),
              Map.of(SinkSpec.ADDRESS, "tls://10.0.0.1:6514"),
              Map.of(SinkSpec.ADDRESS, "tls://siem.example.com", "frame", "2047"),
              Map.of(SinkSpec.ADDRESS, "tls://siem.example.com", "frame", "8 KB"),
              Map.of(SinkSpec.ADDRESS, "tls://siem.example.com", "host", "a b"))) {
        SinkSpec spec = new SinkSpec("soc", SinkType.SYSLOG, wrong, null);
        assertThrows(IllegalArgumentException.class, () -> SyslogSink.check(spec), wrong::toString);
      }
    }
  }
}
