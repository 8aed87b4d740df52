package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Any part of a recording, and of what its terminal was given.
@Timeout(60)
final class PartsOfRecordingsTest extends RunningVault {

  private String sid = "";
  private byte[] bytes = {};

  @BeforeEach
  void upload() throws Exception {
    Path sample = Samples.recording(".2018.tar");
    sid = Samples.sid(sample);
    bytes = Files.readAllBytes(sample);
    client.upload(sid, bytes);
  }

  private Client.Answer recording(String method, String... headers) throws Exception {
    return client.send(method, "/v1/sessions/" + sid + "/recording", new byte[0], headers);
  }

  private static String header(Client.Answer answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void a_download_goes_on_where_it_broke_off() throws Exception {
    Client.Answer whole = recording("GET");
    assertEquals("bytes", header(whole, "accept-ranges"));
    String etag = header(whole, "etag");
    Client.Answer rest = recording("GET", "range", "bytes=100-", "if-range", etag);
    assertEquals(206, rest.status());
    assertArrayEquals(Arrays.copyOfRange(bytes, 100, bytes.length), rest.bytes());
    assertEquals(
        "bytes 100-" + (bytes.length - 1) + "/" + bytes.length, header(rest, "content-range"));
    assertEquals("" + (bytes.length - 100), header(rest, "content-length"));
    assertEquals(etag, header(rest, "etag"));
    Client.Answer other = recording("GET", "range", "bytes=100-", "if-range", "\"other\"");
    assertEquals(200, other.status());
    assertArrayEquals(bytes, other.bytes());
  }

  @Test
  void where_nothing_is_the_size_is_said() throws Exception {
    Client.Answer nowhere = recording("GET", "range", "bytes=" + bytes.length + "-");
    nowhere.assertProblem(416, "range-not-there");
    assertEquals("bytes */" + bytes.length, header(nowhere, "content-range"));
  }

  @Test
  void head_is_of_the_whole() throws Exception {
    Client.Answer head = recording("HEAD", "range", "bytes=1-2");
    assertEquals(200, head.status());
    assertEquals("" + bytes.length, header(head, "content-length"));
    assertEquals(header(recording("GET"), "etag"), header(head, "etag"));
    assertEquals(0, head.bytes().length);
  }

  @Test
  void who_was_given_something_stands_in_the_log_once_a_minute() throws Exception {
    assertEquals(Set.of(), given());
    recording("HEAD");
    recording("GET", "range", "bytes=" + bytes.length + "-");
    client.get("/v1/sessions/none/recording");
    assertEquals(Set.of(), given());
    recording("GET");
    recording("GET", "range", "bytes=1-2");
    stream("?bytes=1");
    client.get("/v1/sessions/" + sid + "/recording.cast");
    assertEquals(Set.of(sid + " recording", sid + " stream", sid + " cast"), given());
  }

  private Set<String> given() throws Exception {
    return client.search("/v1/events?type=session.recording.access", 100).stream()
        .map(event -> event.path("session_id").asText() + ' ' + event.path("what").asText())
        .collect(Collectors.toSet());
  }

  @Test
  void the_terminals_bytes_are_those_of_the_cast_piece_by_piece() throws Exception {
    Client.Answer all = client.get("/v1/sessions/" + sid + "/stream");
    assertEquals(200, all.status(), all::text);
    assertEquals("application/octet-stream", all.type());
    assertEquals(printed(), all.text());
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    byte[] piece = {0};
    while (piece.length > 0) {
      piece = stream("?offset=" + pieces.size() + "&bytes=997").bytes();
      pieces.write(piece);
    }
    assertArrayEquals(all.bytes(), pieces.toByteArray());
    assertEquals(0, stream("?offset=" + Long.MAX_VALUE).bytes().length);
  }

  private Client.Answer stream(String query) throws Exception {
    return client.get("/v1/sessions/" + sid + "/stream" + query);
  }

  private String printed() throws Exception {
    StringBuilder printed = new StringBuilder();
    for (String line :
        client.get("/v1/sessions/" + sid + "/recording.cast").text().lines().skip(1).toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      printed.append(event.path(1).asText().equals("o") ? event.path(2).asText() : "");
    }
    return printed.toString();
  }

  @Test
  void what_cannot_be_asked_for_is_said() throws Exception {
    for (String query :
        new String[] {"?offset=-1", "?offset=x", "?bytes=0", "?bytes=1&bytes=2", "?a"}) {
      stream(query).assertProblem(400, "bad-parameter");
    }
    client.get("/v1/sessions/none/stream").assertProblem(404, "no-recording");
    client.get("/v1/sessions/-/stream").assertProblem(400, "bad-session-id");
  }

  @Test
  void of_a_recording_that_is_cut_off_nothing_or_what_is_there() throws Exception {
    String half = "11111111-93af-443f-b33c-6fc55bd1a147";
    Path sample = Samples.recording(".protostream.tar");
    byte[] whole = Files.readAllBytes(sample);
    client.upload(half, Arrays.copyOf(whole, whole.length * 2 / 3));
    client.get("/v1/sessions/" + half + "/stream").assertProblem(422, "recording-cut-off");
    assertEquals(200, client.get("/v1/sessions/" + half + "/stream?partial=true").status());
  }
}
