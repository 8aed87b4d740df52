package io.tapevault.http.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadBodyTest {

  private static final SessionId SID = new SessionId("80d9ca77-93af-443f-b33c-6fc55bd1a147");
  private static final String SHA =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  private static final Decoded<UploadBody> BAD_SIZE =
      Decoded.problem(
          Problem.Type.BAD_UPLOAD, "'size' is the number of bytes of the recording, at least 1");
  private static final Decoded<UploadBody> TOO_LARGE =
      Decoded.problem(
          Problem.Type.RECORDING_TOO_LARGE, "a recording has at most 52776558133248 bytes");

  @Test
  void an_upload_is_announced_by_its_size_and_digest() {
    assertEquals(announced(6226), read("6226"));
    assertEquals(announced(1), read("1"));
    assertEquals(announced(48L << 40), read("52776558133248"));
  }

  @Test
  void what_else_is_said_of_it_is_left_alone() {
    assertEquals(
        announced(7),
        body(
            "{\"node\":{\"size\":1},\"sha256\":\""
                + SHA
                + "\",\"tags\":[\"sha256\",[]],\"size\":7,\"x\":null}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.0",
        "\"7\"",
        "null",
        "[7]",
        "{\"size\":7}",
        "-99999999999999999999999"
      })
  void a_size_that_is_none_is_refused(String size) {
    assertEquals(BAD_SIZE, read(size));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "52776558133249",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999999"
      })
  void a_size_beyond_what_the_store_takes_is_refused(String size) {
    assertEquals(TOO_LARGE, read(size));
  }

  @Test
  void a_size_or_a_digest_that_is_missing_is_refused() {
    assertEquals(BAD_SIZE, body("{\"sha256\":\"" + SHA + "\"}"));
    assertEquals(badDigest(), body("{\"size\":7}"));
    assertEquals(BAD_SIZE, body("{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "9f86",
        "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
        SHA + "0",
        SHA + "\\n"
      })
  void a_digest_that_is_none_is_refused(String sha256) {
    assertEquals(badDigest(), body("{\"size\":7,\"sha256\":\"" + sha256 + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "null",
        "{\"size\":7",
        "{\"size\":7,}",
        "size=7",
        "{\"size\":7}{}",
        "{\"size\":7} x"
      })
  void a_body_that_is_no_object_is_refused(String body) {
    assertEquals(
        Problem.Type.NOT_JSON,
        assertInstanceOf(Decoded.Misunderstood.class, body(body)).problem().type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"size\":7", "\"sha256\":\"\""})
  void what_is_said_twice_is_refused(String member) {
    Decoded<UploadBody> read = body("{\"size\":8,\"sha256\":\"" + SHA + "\"," + member + "}");
    assertEquals(
        Problem.Type.NOT_JSON,
        assertInstanceOf(Decoded.Misunderstood.class, read).problem().type());
  }

  @Test
  void all_that_may_be_said_is_understood() {
    assertEquals(
        Decoded.of(
            new UploadBody(
                new Upload(SID, 7, SHA, "web-1"),
                "2-x",
                "rosUhgp5mIg=",
                List.of(new Part(3, 5, "AAAAAAAAAAA="), new Part(0, 0, "rosUhgp5mIg=")))),
        with(
            """
            "node":"web-1","upload":"2-x","crc64nvme":"rosUhgp5mIg=","parts":[
              {"number":3,"size":5,"crc64nvme":"AAAAAAAAAAA=","x":[{}]},
              17,
              {"size":-1,"number":-1,"crc64nvme":"rosUhgp5mIg="}]\
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'crc64nvme':'rosUhgp5mIg'",
        "'crc64nvme':'ae8b14860a799888'",
        "'node':'-x'",
        "'node':'a b'",
        "'node':'x\\r\\nx-amz-acl: public-read'",
        "'upload':'../x'",
        "'upload':'a/b'",
        "'parts':[{'number':1,'size':2}]",
        "'parts':[{'number':1,'size':2,'crc64nvme':'x'}]"
      })
  void what_may_be_said_and_is_wrong_is_refused(String member) {
    assertEquals(
        Problem.Type.BAD_UPLOAD,
        assertInstanceOf(Decoded.Misunderstood.class, with(member.replace('\'', '"')))
            .problem()
            .type());
  }

  private static Decoded<UploadBody> with(String members) {
    return body("{\"size\":7,\"sha256\":\"" + SHA + "\"," + members + "}");
  }

  private static Decoded<UploadBody> badDigest() {
    return Decoded.problem(
        Problem.Type.BAD_UPLOAD,
        "'sha256' is the SHA-256 of the recording, 64 lower-case hex digits");
  }

  private static Decoded<UploadBody> announced(long size) {
    return Decoded.of(new UploadBody(new Upload(SID, size, SHA), "", "", List.of()));
  }

  private static Decoded<UploadBody> read(String size) {
    return body("{\"size\":" + size + ",\"sha256\":\"" + SHA + "\"}");
  }

  private static Decoded<UploadBody> body(String json) {
    return UploadBody.read(SID, json.getBytes(UTF_8));
  }
}
