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
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// The announcement of an upload: `{"size":6226,"sha256":"<64 hex digits>"}`; or what is wrong with
/// it.
final class UploadBody {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final JsonFactory JSON =
      ForeignJson.factory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private UploadBody() {}

  static Decoded<Upload> read(SessionId sid, byte[] body) {
    long size = -1;
    String sha256 = "";
    try (JsonParser json = JSON.createParser(new String(body, UTF_8))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Decoded.problem(
            Problem.Type.NOT_JSON, "the body is not a JSON object with 'size' and 'sha256'");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("size") && value == JsonToken.VALUE_NUMBER_INT) {
          size =
              json.getBigIntegerValue()
                  .max(BigInteger.ZERO)
                  .min(BigInteger.valueOf(Long.MAX_VALUE))
                  .longValueExact();
        } else if (name.equals("sha256") && value == JsonToken.VALUE_STRING) {
          sha256 = json.getText();
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        return Decoded.problem(Problem.Type.NOT_JSON, "something follows the object");
      }
    } catch (IOException e) {
      return Decoded.problem(Problem.Type.NOT_JSON, EventJson.message(e));
    }
    return checked(sid, size, sha256);
  }

  private static Decoded<Upload> checked(SessionId sid, long size, String sha256) {
    if (size < 1) {
      return Decoded.problem(
          Problem.Type.BAD_UPLOAD, "'size' is the number of bytes of the recording, at least 1");
    }
    if (size > Upload.MAX_SIZE) {
      return Decoded.problem(
          Problem.Type.RECORDING_TOO_LARGE,
          "one upload takes at most " + Upload.MAX_SIZE + " bytes");
    }
    if (!SHA_256.matcher(sha256).matches()) {
      return Decoded.problem(
          Problem.Type.BAD_UPLOAD,
          "'sha256' is the SHA-256 of the recording, 64 lower-case hex digits");
    }
    return Decoded.of(new Upload(sid, size, sha256));
  }
}
