package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.screen.Picture;
import io.tapevault.screen.Still;
import io.tapevault.session.Recordings;
import io.tapevault.testkit.memory.BytesSource;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is shown of a recording in all its forms, from the upload on.
final class FormsFlowTest extends RunningVault {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SID = "5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e01";
  private static final String OF = "/v1/sessions/" + SID + "/recording";

  private void upload(String cast) throws Exception {
    client.upload(SID, cast.getBytes(UTF_8));
  }

  /// Played to its end, or to a moment.
  private static Picture played(String cast, long until) throws IOException {
    Still still = new Still(until);
    try (RecordingReader reader = Recordings.open(new BytesSource(cast.getBytes(UTF_8)))) {
      Asciicast.convert(reader, still);
    }
    return still.picture();
  }

  @Test
  void seek_over_resize_and_screens() throws Exception {
    String cast =
        """
        {"version":2,"width":80,"height":24}
        [1,"o","A"]
        [2,"r","120x40"]
        [3,"o","\\u001b[40;120HX"]
        [6,"o","\\u001b[?1049h\\u001b[2J\\u001b[HV"]
        [8,"o","\\u001b[?1049l"]
        [9,"o","B"]
        """;
    upload(cast);
    for (String from : List.of("4", "7", "8.5")) {
      String part = client.made(OF + ".cast?from=" + from + "&to=" + from).text();
      assertEquals(2, part.lines().count(), part);
      assertTrue(part.contains("\"width\":120,\"height\":40"), part);
      long millis = new BigDecimal(from).movePointRight(3).longValue();
      assertEquals(played(cast, millis), played(part, Long.MAX_VALUE), "at " + from);
    }
    Picture at4 = played(client.made(OF + ".cast?from=4&to=4").text(), Long.MAX_VALUE);
    assertEquals("A", at4.text(0));
    assertEquals("X", at4.lines().get(39).get(119).text());
    assertEquals("V", played(client.made(OF + ".cast?from=7&to=7").text(), Long.MAX_VALUE).text(0));
    assertEquals(played(cast, 10_000), played(client.made(OF + ".cast?from=7").text(), 10_000));
    assertTrue(client.made(OF + ".svg?at=7").text().contains(">V</text>"));
    assertFalse(client.made(OF + ".svg?at=8.5").text().contains(">V</text>"));
  }

  @Test
  void glyphs_of_many_parts() throws Exception {
    List<String> lines = List.of("[🐻\u200D❄️]", "[⚙️]", "[e\u0301]", "[你]", "[🇩🇪]");
    StringBuilder cast = new StringBuilder("{\"version\":2,\"width\":80,\"height\":24}\n");
    int millis = 0;
    for (String line : lines) {
      cast.append(event(millis++, line + "\r\n"));
    }
    for (String line : lines) {
      for (int c : (line + "\r\n").codePoints().toArray()) {
        cast.append(event(millis += 200, Character.toString(c)));
      }
    }
    upload(cast.toString());
    List<String> twice = new ArrayList<>(lines);
    twice.addAll(lines);
    assertEquals(twice, client.made(OF + ".txt").text().lines().toList());
    String svg = client.made(OF + ".svg?at=1000").text();
    for (String glyph : List.of("🐻\u200D❄️", "⚙️", "e\u0301", "你", "🇩🇪")) {
      assertTrue(svg.contains(">" + glyph + "</text>"), glyph + " is not in " + svg);
    }
    assertFalse(svg.contains("\uFFFD"));
    // A part may begin between two code points of one character.
    for (int from = 0; from < millis; from += 200) {
      String part = client.made(OF + ".cast?from=" + BigDecimal.valueOf(from + 5, 3)).text();
      assertEquals(
          played(cast.toString(), Long.MAX_VALUE).lines(),
          played(part, Long.MAX_VALUE).lines(),
          "from " + from);
    }
  }

  private static String event(long millis, String text) throws IOException {
    return "[" + BigDecimal.valueOf(millis, 3) + ",\"o\"," + JSON.writeValueAsString(text) + "]\n";
  }

  @Test
  void size_of_nothing() throws Exception {
    upload(
        """
        {"version":2,"width":0,"height":0}
        [1,"o","A"]
        [2,"r","0x0"]
        [3,"r","65535x65535"]
        [4,"o","B"]
        [5,"r","100x30"]
        [6,"o","C"]
        """);
    assertTrue(
        client.made(OF + ".cast").text().startsWith("{\"version\":2,\"width\":80,\"height\":24}"));
    JsonNode index = client.made(OF + ".segments").json();
    assertEquals(80, index.at("/term/cols").asInt());
    String giant = client.made(OF + ".cast?from=4&to=4").text();
    assertTrue(giant.contains("\"width\":1000,\"height\":1000"), giant);
    assertTrue(client.made(OF + ".svg?at=4").bytes().length < 1 << 20);
    assertEquals("ABC", client.made(OF + ".txt").text().strip());
  }

  @Test
  void intervals_that_add_up() throws Exception {
    StringBuilder cast = new StringBuilder("{\"version\":2,\"width\":80,\"height\":24}\n");
    for (int i = 1; i <= 100_000; i++) {
      cast.append('[').append(BigDecimal.valueOf(i * 4L, 4)).append(",\"o\",\"x\"]\n");
    }
    upload(cast.toString());
    BigDecimal sum = BigDecimal.ZERO;
    int outputs = 0;
    String v3 = client.made(OF + ".cast?version=3").text();
    assertTrue(v3.startsWith("{\"version\":3,\"term\":{\"cols\":80,\"rows\":24}"), v3::toString);
    for (String line : v3.lines().skip(1).toList()) {
      BigDecimal interval = new BigDecimal(line.substring(1, line.indexOf(',')));
      assertTrue(interval.signum() >= 0, line);
      sum = sum.add(interval);
      outputs++;
      BigDecimal moved = sum.subtract(BigDecimal.valueOf(outputs * 4L, 4)).abs();
      assertTrue(moved.compareTo(new BigDecimal("0.001")) <= 0, "output " + outputs + ": " + sum);
    }
    assertEquals(100_000, outputs);
    assertEquals(0, sum.compareTo(new BigDecimal("40.000")), "the sum is " + sum);
  }

  @Test
  void first_output_late_and_only() throws Exception {
    upload("{\"version\":2,\"width\":80,\"height\":24,\"title\":\"late\"}\n[3.5,\"o\",\"x\"]\n");
    String v3 = client.made(OF + ".cast?version=3").text();
    assertTrue(v3.contains("\n[3.500,\"o\",\"x\"]"), v3);
    assertTrue(v3.contains("\"title\":\"late\""), v3);
    assertFalse(client.made(OF + ".svg?at=3.4").text().contains(">x<"));
    assertTrue(client.made(OF + ".svg?at=3.5").text().contains(">x<"));
    JsonNode index = client.made(OF + ".segments").json();
    assertEquals(3.5, index.path("duration").asDouble());
    assertEquals(0, index.at("/segments/0/start").asInt());
    String other = "5b1dfa4e-7d2d-4c88-9d1f-0a2c6a1b9e02";
    client.upload(
        other, "{\"version\":2,\"width\":80,\"height\":24}\n[0.0,\"o\",\"x\"]\n".getBytes(UTF_8));
    JsonNode only = client.made("/v1/sessions/" + other + "/recording.segments").json();
    assertEquals(0, only.path("duration").asInt());
    assertEquals(1, only.path("segments").size());
    assertTrue(client.made("/v1/sessions/" + other + "/recording.svg").text().contains(">x<"));
  }

  @Test
  void a_player_gets_the_pieces_by_the_addresses_in_the_index() throws Exception {
    StringBuilder cast = new StringBuilder("{\"version\":2,\"width\":80,\"height\":24}\n");
    for (int i = 1; i <= 40; i++) {
      cast.append('[').append(i).append(",\"o\",\"line ").append(i).append("\\r\\n\"]\n");
    }
    upload(cast.toString());
    JsonNode segments = client.made(OF + ".segments").json().path("segments");
    assertEquals(4, segments.size(), segments::toString);
    String url = segments.path(2).path("url").asText();
    JsonNode piece = client.get("/v1/sessions/" + SID + "/" + url).json();
    assertEquals(segments.path(2).path("start"), piece.at("/events/0/0"));
    assertTrue(piece.at("/snapshot/init").asText().contains("line 20"), piece::toString);
    client.get(OF + ".segments/4").assertProblem(404, "no-such-segment");
    client.get(OF + ".segments/x").assertProblem(404, "no-such-segment");
    client.post(
        "/v1/sessions/" + SID + "/redactions",
        "{\"texts\":[\"line 20\"],\"by\":\"bob\",\"reason\":\"a secret\"}");
    String changed = client.made(OF + ".segments").text();
    client.get("/v1/sessions/" + SID + "/" + url).assertProblem(409, "shown-otherwise");
    for (JsonNode one : JSON.readTree(changed).path("segments")) {
      String path = "/v1/sessions/" + SID + "/" + one.path("url").asText();
      assertFalse(client.get(path).text().contains("line 20\\r"));
    }
    assertFalse(client.made(OF + ".json").text().contains("line 20\""));
    assertFalse(client.made(OF + ".cast?from=19").text().contains("line 20\\r"));
  }

  @Test
  void a_transcript_is_text_and_json_and_a_part_of_it_either() throws Exception {
    upload(
        """
        {"version":2,"width":80,"height":24}
        [1,"o","one\\r\\n"]
        [2.25,"o","<b>two</b>\\u202e\\r\\n"]
        [3661,"o","three\\r\\n"]
        """);
    assertEquals("one\n<b>two</b>\nthree\n", client.made(OF + ".txt").text());
    assertEquals(
        "0:00:01.000  one\n0:00:02.250  <b>two</b>\n1:01:01.000  three\n",
        client.made(OF + ".txt?times=true").text());
    assertEquals(
        JSON.readTree("{\"lines\":[{\"at\":2.250,\"text\":\"<b>two</b>\"}]}"),
        client.made(OF + ".json?from=2&to=3").json());
    assertEquals(
        JSON.readTree("{\"lines\":[{\"at\":2.250,\"text\":\"<b>two</b>\"}]}"),
        client.made(OF + ".json?contains=TWO%20%3Cb").json());
    assertEquals("three\n", client.made(OF + ".txt?contains=hre").text());
    assertEquals("", client.made(OF + ".txt?contains=one%20two").text());
    client.get(OF + ".json?contains=" + "x".repeat(501)).assertProblem(400, "bad-parameter");
    assertEquals("text/plain; charset=utf-8", client.made(OF + ".txt").type());
    client.get(OF + ".txt?from=3&to=2").assertProblem(400, "bad-parameter");
    client.get(OF + ".svg?at=-1").assertProblem(400, "bad-parameter");
    client.get(OF + ".cast?version=4").assertProblem(400, "bad-parameter");
    client.get(OF + ".cast?speed=2").assertProblem(400, "bad-parameter");
  }

  @Test
  void what_is_around_a_moment_of_a_long_transcript_is_what_the_whole_has_there() throws Exception {
    StringBuilder events = new StringBuilder("{\"version\":2,\"width\":80,\"height\":24}\n");
    for (int i = 0; i < 3_000; i++) {
      events.append("[%d.%d,\"o\",\"line %d.\\r\\n\"]\n".formatted(i / 10, i % 10, i));
    }
    upload(events.toString());
    assertTrue(client.made(OF + ".segments").json().path("segments").size() > 16);
    ArrayNode there = JSON.createArrayNode();
    for (JsonNode line : client.made(OF + ".json").json().path("lines")) {
      if (line.path("at").decimalValue().compareTo(new BigDecimal("150")) >= 0
          && line.path("at").decimalValue().compareTo(new BigDecimal("170.5")) <= 0) {
        there.add(line);
      }
    }
    assertEquals(206, there.size());
    assertEquals(there, client.get(OF + ".json?from=150&to=170.5").json().path("lines"));
    JsonNode found = client.get(OF + ".json?contains=LINE").json();
    assertEquals(1_000, found.path("lines").size());
    assertTrue(found.path("more").booleanValue());
  }

  @Test
  void a_page_to_take_along_has_the_recording_in_it_and_is_no_page_of_ours() throws Exception {
    upload("{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"</script>\"]\n");
    Client.Answer page = client.made(OF + ".html");
    assertEquals(
        "attachment; filename=\"" + SID + ".html\"",
        page.headers().firstValue("content-disposition").orElse(""));
    assertEquals(3, page.text().split("</script", -1).length - 1);
  }

  @Test
  void what_is_gone_is_made_again_when_it_is_asked_for() throws Exception {
    upload("{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"x\"]\n");
    String before = client.made(OF + ".segments").text();
    try (var files = Files.walk(data)) {
      for (var file : files.filter(one -> one.toString().endsWith(".segments")).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(202, client.get(OF + ".segments").status());
    assertEquals(before, client.made(OF + ".segments").text());
  }

  @Test
  void what_was_given_is_an_event_a_minute() throws Exception {
    upload("{\"version\":2,\"width\":80,\"height\":24}\n[1,\"o\",\"x\"]\n");
    for (String form : List.of(".txt", ".json", ".svg", ".svg?at=1", ".html", ".segments")) {
      client.made(OF + form);
    }
    List<String> given = new ArrayList<>();
    for (JsonNode event : client.search(Client.ALL + "&type=session.recording.access", 100)) {
      given.add(event.path("what").asText());
    }
    assertTrue(
        given.containsAll(List.of("transcript", "picture", "page", "cast")), given::toString);
    assertTrue(given.size() <= 8, given::toString);
  }
}
