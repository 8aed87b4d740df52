package io.tapevault.witnesses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.StoredEvent;
import io.tapevault.forwarding.Format;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.testkit.siem.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in the file that a receiver of syslog writes, of what was sent to it over TLS. Each of
/// its lines is an object with the message (`msg`), its structured data (`sd`), `type` and `time`.
abstract class SyslogPromises {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern KEY = Pattern.compile("key=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern PART = Pattern.compile(" part=\"([0-9]+)\"");

  private Identity identity;
  private Place place;
  private ServerProcess server;

  /// Where a receiver listens, what it shows, and where it writes.
  record Place(Path folder, int port, Path certificate, Path key, Path arrived) {}

  /// Starts the receiver with the limit of a message that it has without settings.
  abstract ServerProcess start(Place place) throws IOException, InterruptedException;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    identity = Identity.make(folder, "server");
    place =
        new Place(
            folder,
            ServerProcess.freePort(),
            Files.writeString(folder.resolve("certificate.pem"), identity.certificate()),
            Files.writeString(folder.resolve("key.pem"), identity.key()),
            folder.resolve("arrived"));
    server = start(place);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Sending sending(Format format) throws Exception {
    return Sending.syslog("tls://127.0.0.1:" + place.port(), identity, format, Map.of());
  }

  /// The texts by their key, each put together of its parts.
  private Map<String, String> arrived() throws IOException {
    Map<String, TreeMap<Integer, String>> parts = new TreeMap<>();
    for (JsonNode message : messages()) {
      String data = message.path("sd").asText();
      Matcher part = PART.matcher(data);
      int number = part.find() ? Integer.parseInt(part.group(1)) : 1;
      String text = message.path("msg").asText();
      if (parts.computeIfAbsent(key(data), any -> new TreeMap<>()).put(number, text) != null) {
        throw new IOException("twice: " + data);
      }
    }
    Map<String, String> texts = new TreeMap<>();
    parts.forEach((key, of) -> texts.put(key, String.join("", of.values())));
    return texts;
  }

  private static String key(String data) throws IOException {
    Matcher key = KEY.matcher(data);
    if (!key.find()) {
      throw new IOException("no key: " + data);
    }
    return key.group(1).replaceAll("\\\\([\"\\\\\\]])", "$1");
  }

  private List<JsonNode> messages() throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    if (Files.exists(place.arrived())) {
      String text = Files.readString(place.arrived());
      // The last line may not be whole yet.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
        if (!line.isEmpty()) {
          messages.add(JSON.readTree(line));
        }
      }
    }
    return messages;
  }

  private void arrive(Sending sending, List<StoredEvent> events) throws Exception {
    sending.deliver(events);
    Map<String, String> expected = new TreeMap<>();
    for (Outgoing event : sending.outgoing(events)) {
      expected.put(event.key(), event.line());
    }
    assertEquals(events.size(), expected.size(), "each event has a key of its own");
    server.await(() -> length(arrived()) >= length(expected));
    assertEquals(expected, arrived());
  }

  private static int length(Map<String, String> texts) {
    return texts.values().stream().mapToInt(String::length).sum();
  }

  @Test
  void every_event_is_there_whole_whatever_is_in_it() throws Exception {
    arrive(sending(Format.RAW), HostileEvents.all());
  }

  @Test
  void every_line_of_cef_is_there() throws Exception {
    arrive(sending(Format.CEF), HostileEvents.all());
  }

  @Test
  void a_message_has_the_type_and_the_time_of_its_event() throws Exception {
    List<StoredEvent> events = HostileEvents.samples();
    sending(Format.RAW).deliver(events);
    server.await(() -> messages().size() >= events.size());
    for (int i = 0; i < events.size(); i++) {
      JsonNode message = messages().get(i);
      assertEquals(events.get(i).event().type(), message.path("type").asText());
      assertEquals(
          events.get(i).event().time().truncatedTo(ChronoUnit.MICROS),
          OffsetDateTime.parse(message.path("time").asText()).toInstant());
    }
  }
}
