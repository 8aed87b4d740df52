package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What nodes, shippers and auditors really do, seen from outside.
@Timeout(60)
final class FieldCasesTest extends RunningVault {

  private static final String SID = "824e4776-4039-487c-b65c-35d30d2b1256";

  @Test
  void folder_file_completed_later() throws Exception {
    stop();
    Path sample = Samples.recording(".protostream.tar");
    String sid = Samples.sid(sample);
    byte[] whole = Files.readAllBytes(sample);
    Path file = data.resolve("recordings").resolve(sid + ".tar");
    Files.write(file, Arrays.copyOf(whole, 500));
    start();
    awaitUpload(sid, 500);
    assertNotEquals(
        200, client.get("/v1/sessions/" + sid + "/recording.cast").status(), "of a half");
    stop();
    Files.write(file, whole);
    start();
    awaitUpload(sid, whole.length);
    assertEquals("whole", content(sid).path("status").asText());
    cast(sid, "");
  }

  private void awaitUpload(String sid, int size) throws Exception {
    String events = "";
    for (int i = 0; i < 200 && !events.contains("\"size\":" + size + "}"); i++) {
      Thread.sleep(100);
      events =
          client
              .get("/v1/sessions/" + sid + "/events")
              .text()
              .replaceAll("(\"size\":\\d+)[,}]", "$1}");
    }
    assertTrue(events.contains("\"size\":" + size + "}"), events);
  }

  @Test
  void ingest_ei_as_float() throws Exception {
    for (String event :
        List.of(
            "\"uid\":\"d\",\"ei\":2147483646",
            "\"uid\":\"c\",\"ei\":2.147483647e+09",
            "\"uid\":\"b\",\"ei\":2",
            "\"uid\":\"a\",\"ei\":1.0")) {
      accepted(1, "{\"event\":\"x\",\"sid\":\"" + SID + "\"," + event + "}");
    }
    assertEquals(List.of("a", "b", "d", "c"), uids("/v1/sessions/" + SID + "/events"));
  }

  @Test
  void ingest_rfc3339_said_not_to_be() throws Exception {
    accepted(1, "{\"event\":\"x\",\"uid\":\"1\",\"time\":\"2016-12-31T23:59:60Z\"}");
    accepted(1, "{\"event\":\"x\",\"uid\":\"2\",\"time\":\"2026-01-01T00:00:00.123456789012Z\"}");
    assertEquals(List.of("1", "2"), uids(Client.ALL));
  }

  @Test
  void playback_2018_negative_ms() throws Exception {
    assertTwentyLines(cast(upload(".2018-negative-ms.tar"), "").text());
  }

  @Test
  void playback_clock_set_back() throws Exception {
    String sid = upload(".clock-set-back.tar");
    List<String> cast = cast(sid, "").text().lines().toList();
    List<String> times = new ArrayList<>();
    for (String line : cast.subList(1, cast.size())) {
      JsonNode event = Samples.json(line);
      if (event.path(1).asText().equals("o")) {
        times.add(event.path(0).decimalValue().stripTrailingZeros().toPlainString());
      }
    }
    assertEquals(
        IntStream.range(0, 20).mapToObj(i -> i / 5 + "." + (i % 5 * 2 + 1)).toList(), times);
    assertEquals(3910, content(sid).path("duration_ms").asInt());
  }

  @Test
  void playback_encrypted_called_damaged() throws Exception {
    String sid = upload(".encrypted.tar");
    assertEquals("encrypted", content(sid).path("status").asText());
    Client.Answer cast = client.get("/v1/sessions/" + sid + "/recording.cast");
    cast.assertProblem(422, "recording-encrypted");
    assertTrue(!cast.text().contains("partial=true"), cast::text);
  }

  @Test
  void playback_ends_at_part_border() throws Exception {
    accepted(
        1,
        "{\"event\":\"session.end\",\"sid\":\"aeafc339-7bd8-47fb-929c-c12126455ba3\",\"ei\":22,"
            + "\"uid\":\"E\",\"time\":\"2023-11-14T22:13:23.910Z\",\"user\":\"alice\"}");
    String sid = upload(".ends-at-part-border.tar");
    assertNotEquals("whole", content(sid).path("status").asText());
    client.get("/v1/sessions/" + sid + "/recording.cast").assertProblem(422, "recording-cut-off");
  }

  @Test
  void playback_index_out_of_order() throws Exception {
    assertTwentyLines(cast(upload(".index-out-of-order.tar"), "").text());
  }

  @Test
  void playback_nothing_to_show() throws Exception {
    Client.Answer none =
        client.get("/v1/sessions/" + upload(".nothing-to-show-exec.tar") + "/recording.cast");
    none.assertProblem(422, "no-terminal");
    assertTrue(none.json().path("detail").asText().contains("terminal"), none::text);
    // What was asked of a database is shown as text, and said to be no terminal's.
    String database = cast(upload(".nothing-to-show-db.tar"), "").text();
    assertTrue(database.contains(",\"m\",\"there is no terminal in it"), database);
    assertFalse(database.contains("cut off") || database.contains("damaged"), database);
  }

  @Test
  void playback_unknown_record() throws Exception {
    String sid = upload(".unknown-record.tar");
    assertTwentyLines(cast(sid, "").text());
    assertEquals("whole", content(sid).path("status").asText());
  }

  @Test
  void playback_zero_part_between() throws Exception {
    assertTwentyLines(cast(upload(".zero-part-between.tar"), "?partial=true").text());
  }

  @Test
  void recording_of_no_records() throws Exception {
    byte[] nothing = Client.gzip(new byte[0]);
    ByteBuffer part = ByteBuffer.allocate(24 + nothing.length);
    part.putLong(1).putLong(nothing.length).putLong(0).put(nothing);
    client.upload(SID, part.array());
    client.get("/v1/sessions/" + SID + "/recording.cast").assertProblem(422, "no-terminal");
  }

  @Test
  void search_type_twice() throws Exception {
    accepted(2, "[{\"event\":\"a\",\"uid\":\"1\"},{\"event\":\"b\",\"uid\":\"2\"}]");
    assertEquals(List.of("1"), uids("/v1/events?type=a,a"));
    assertEquals(List.of("1", "2"), uids("/v1/events?type=a&type=b").stream().sorted().toList());
    Client.Answer unknown = client.get("/v1/events?login=nobody");
    unknown.assertProblem(400, "bad-parameter");
    assertTrue(unknown.json().path("detail").asText().contains("login"), unknown::text);
  }

  @Test
  void session_events_ei0_order() throws Exception {
    List<String> events = new ArrayList<>(List.of(event("session.start", "s", 0, 0, "alice")));
    List<String> uids = new ArrayList<>(List.of("s"));
    for (int i = 1; i <= 9; i++) {
      events.add(event("session.command", "c" + i, 0, i, "alice"));
      uids.add("c" + i);
    }
    accepted(10, events.toString());
    assertEquals(uids, uids("/v1/sessions/" + SID + "/events"));
  }

  @Test
  void session_participants() throws Exception {
    List<String> events = new ArrayList<>(List.of(event("session.start", "s", 0, 0, "alice")));
    for (int i = 1; i < 400; i++) {
      events.add(
          i == 200
              ? event("session.join", "j", i, i, "mallory")
              : event("session.command", "c" + i, i, i, "alice"));
    }
    events.add(event("session.end", "e", 400, 400, "alice"));
    accepted(401, events.toString());
    String other = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
    accepted(
        1,
        "{\"event\":\"session.end\",\"uid\":\"e2\",\"sid\":\""
            + other
            + "\",\"ei\":400,\"time\":\"2026-11-01T00:10:00Z\",\"user\":\"alice\","
            + "\"participants\":[\"alice\",\"mallory\"],\"session_start\":\"2026-11-01T00:00:00Z\"}");
    for (String sid : List.of(SID, other)) {
      String participants =
          client.get("/v1/sessions/" + sid).json().path("participants").toString();
      assertTrue(participants.contains("mallory"), participants);
    }
  }

  @Test
  void session_start_after_ei0() throws Exception {
    List<String> events = new ArrayList<>();
    for (int i = 1; i <= 209; i++) {
      events.add(event("session.command", "c" + i, 0, i, "svc"));
    }
    events.add(
        event("session.start", "start-3", 0, 0, "alice")
            .replace("}", ",\"login\":\"root\",\"server_hostname\":\"web-1\"}"));
    events.add(
        event("session.end", "end", 1, 4200, "alice")
            .replace("}", ",\"participants\":[\"alice\"]}"));
    accepted(211, events.toString());
    JsonNode session = client.get("/v1/sessions/" + SID).json();
    assertEquals(
        "alice 2026-11-01T00:00:00Z [\"alice\"]",
        session.path("user").asText()
            + " "
            + session.path("start").asText()
            + " "
            + session.path("participants"));
  }

  @Test
  void upload_same_bytes_again() throws Exception {
    byte[] bytes = "any bytes".getBytes(UTF_8);
    String url = client.ticket(SID, bytes);
    byte[] others = "other bytes".getBytes(UTF_8);
    String urlOfOthers = client.ticket(SID, others);
    assertEquals(200, client.send("PUT", url, bytes).status());
    assertEquals(200, client.send("PUT", url, bytes).status());
    client.send("PUT", urlOfOthers, others).assertProblem(412, "already-uploaded");
    assertEquals(
        "{\"stored\":{\"size\":9,\"sha256\":\"" + Client.sha256(bytes) + "\"}}",
        client.announce(SID, bytes).text());
    assertEquals("any bytes", client.get("/v1/sessions/" + SID + "/recording").text());
    assertEquals(1, client.search("/v1/sessions/" + SID + "/events", 10).size());
  }

  private void accepted(int count, String body) throws Exception {
    assertEquals(
        "{\"accepted\":" + count + ",\"duplicates\":0,\"refused\":[]}",
        client.post("/v1/events", body).text());
  }

  private List<String> uids(String path) throws Exception {
    return client.search(path, 100).stream().map(event -> event.path("uid").asText()).toList();
  }

  private String upload(String what) throws Exception {
    Path file = Samples.files("odd-recordings", what).getFirst();
    client.upload(Samples.sid(file), Files.readAllBytes(file));
    return Samples.sid(file);
  }

  private JsonNode content(String sid) throws Exception {
    return client.get("/v1/sessions/" + sid).json().path("recording").path("content");
  }

  private Client.Answer cast(String sid, String query) throws Exception {
    Client.Answer cast = client.get("/v1/sessions/" + sid + "/recording.cast" + query);
    assertEquals(200, cast.status(), cast::text);
    return cast;
  }

  private static void assertTwentyLines(String cast) {
    for (int i = 0; i < 20; i++) {
      assertTrue(cast.contains("\"line " + i + "\\r\\n\""), "line " + i + " in " + cast);
    }
  }

  private static String event(String type, String uid, int index, int second, String user) {
    return "{\"event\":\"%s\",\"uid\":\"%s\",\"sid\":\"%s\",\"ei\":%d,\"time\":\"2026-11-01T%02d:%02d:%02dZ\",\"user\":\"%s\"}"
        .formatted(type, uid, SID, index, second / 3600, second / 60 % 60, second % 60, user);
  }
}
