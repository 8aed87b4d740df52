package io.tapevault.http.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.json.EventJson;
import io.tapevault.json.ForeignJson;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a node says of a recording that it has: `{"size":6226,"sha256":"<64 hex digits>"}`, its own
/// name, the upload that it goes on with, parts and the checksum of the whole. What was not said is
/// empty.
record UploadBody(Upload upload, String begun, String crc64nvme, List<Part> parts) {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern CRC = Pattern.compile("(?:[A-Za-z0-9+/]{11}=)?");
  // It is a header's value and a file's name.
  private static final Pattern NODE = Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252})?");
  // What S3 gives, and a segment of a path as it is spelled.
  static final Pattern UPLOAD = Pattern.compile("[A-Za-z0-9._-]{1,1024}");
  private static final JsonFactory JSON =
      ForeignJson.factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Or what is wrong with it.
  static Decoded<UploadBody> read(SessionId sid, byte[] body) {
    Members members = new Members();
    try (JsonParser json = JSON.createParser(new String(body, UTF_8))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Decoded.problem(
            Problem.Type.NOT_JSON, "the body is not a JSON object with 'size' and 'sha256'");
      }
      members.read(json);
      if (json.nextToken() != null) {
        return Decoded.problem(Problem.Type.NOT_JSON, "something follows the object");
      }
    } catch (IOException e) {
      return Decoded.problem(Problem.Type.NOT_JSON, EventJson.message(e));
    }
    return checked(sid, members);
  }

  private static Decoded<UploadBody> checked(SessionId sid, Members said) {
    if (said.size < 1) {
      return bad("'size' is the number of bytes of the recording, at least 1");
    }
    if (said.size > Upload.MAX_SIZE) {
      return Decoded.problem(
          Problem.Type.RECORDING_TOO_LARGE,
          "a recording has at most " + Upload.MAX_SIZE + " bytes");
    }
    if (!SHA_256.matcher(said.sha256).matches()) {
      return bad("'sha256' is the SHA-256 of the recording, 64 lower-case hex digits");
    }
    if (!CRC.matcher(said.crc64nvme).matches()) {
      return bad("'crc64nvme' is the CRC-64/NVME of the recording, 8 bytes in Base64");
    }
    if (!NODE.matcher(said.node).matches()) {
      return bad("'node' is 1 to 253 letters, digits, '-', '_' and '.'");
    }
    if (!said.begun.isEmpty() && !UPLOAD.matcher(said.begun).matches()) {
      return bad("'upload' is the id of an upload, as it was answered");
    }
    for (Part part : said.parts) {
      if (part.crc64nvme().isEmpty() || !CRC.matcher(part.crc64nvme()).matches()) {
        return bad("'crc64nvme' of part " + part.number() + " is not 8 bytes in Base64");
      }
    }
    return Decoded.of(
        new UploadBody(
            new Upload(sid, said.size, said.sha256, said.node),
            said.begun,
            said.crc64nvme,
            List.copyOf(said.parts)));
  }

  static <T> Decoded<T> bad(String detail) {
    return Decoded.problem(Problem.Type.BAD_UPLOAD, detail);
  }

  /// The members that are there; others are passed over.
  private static final class Members {
    private long size = -1;
    private int number;
    private String sha256 = "";
    private String crc64nvme = "";
    private String node = "";
    private String begun = "";
    private final List<Part> parts = new ArrayList<>();

    private void read(JsonParser json) throws IOException {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          text(name, json.getText());
        } else if (value == JsonToken.VALUE_NUMBER_INT) {
          number(name, json.getBigIntegerValue());
        } else if (value == JsonToken.START_ARRAY && name.equals("parts")) {
          parts(json);
        } else {
          json.skipChildren();
        }
      }
    }

    private void text(String name, String value) {
      switch (name) {
        case "sha256" -> sha256 = value;
        case "crc64nvme" -> crc64nvme = value;
        case "node" -> node = value;
        case "upload" -> begun = value;
        default -> {}
      }
    }

    private void number(String name, BigInteger value) {
      long bounded =
          value.max(BigInteger.ZERO).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
      if (name.equals("size")) {
        size = bounded;
      } else if (name.equals("number")) {
        number = (int) Math.min(bounded, Integer.MAX_VALUE);
      }
    }

    /// One more than there may be are enough to see that they are too many.
    private void parts(JsonParser json) throws IOException {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.START_OBJECT
            && parts.size() <= UploadTickets.PARTS_AT_ONCE) {
          Members part = new Members();
          part.read(json);
          parts.add(new Part(part.number, part.size, part.crc64nvme));
        } else {
          json.skipChildren();
        }
      }
    }
  }
}
