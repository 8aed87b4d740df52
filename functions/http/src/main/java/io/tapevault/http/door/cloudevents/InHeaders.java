package io.tapevault.http.door.cloudevents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.door.JsonMembers;
import io.tapevault.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A CloudEvent whose attributes are headers and whose data is the body, as the JSON that it would
/// be.
final class InHeaders {

  private static final String PREFIX = "ce-";

  private InHeaders() {}

  static String json(HttpRequest request, byte[] body) {
    StringBuilder json = new StringBuilder("{");
    Map<String, String> attributes = new TreeMap<>();
    request
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX)) {
            attributes.put(name.substring(PREFIX.length()), value(value));
          }
        });
    request.header("content-type").ifPresent(type -> attributes.put("datacontenttype", type));
    attributes.forEach((name, value) -> {
      JsonMembers.quote(json, name);
      json.append(':');
      JsonMembers.quote(json, value);
      json.append(',');
    });
    return json.append(data(body)).append('}').toString();
  }

  private static String data(byte[] body) {
    Optional<String> text = Utf8.text(ByteBuffer.wrap(body));
    StringBuilder data = new StringBuilder();
    if (text.isPresent() && JsonMembers.isJson(text.get())) {
      // Some leave the type of the data out, and their libraries say that it is a form.
      return data.append("\"data\":").append(text.get()).toString();
    }
    data.append(text.isPresent() ? "\"data\":" : "\"data_base64\":");
    JsonMembers.quote(data, text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    return data.toString();
  }

  /// Some send UTF-8, some Latin-1, and most percent-encode; what is none of that stays as it came.
  static String value(String header) {
    String text =
        header.chars().allMatch(c -> c < 0x100)
            ? utf8(header.getBytes(ISO_8859_1)).orElse(header)
            : header;
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int end = i;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int at = i; isEncoded(text, at); at += 3) {
        bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
        end = at + 3;
      }
      if (end == i) {
        decoded.append(text.charAt(i++));
      } else {
        decoded.append(utf8(bytes.toByteArray()).orElse(text.substring(i, end)));
        i = end;
      }
    }
    return decoded.toString();
  }

  private static boolean isEncoded(String text, int at) {
    return at + 2 < text.length()
        && text.charAt(at) == '%'
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
