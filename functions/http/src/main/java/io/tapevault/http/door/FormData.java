package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tapevault.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in a form of several parts, as `curl -F file=@events` sends one.
public final class FormData {

  // RFC 2046: a boundary has 1 to 70 characters.
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/form-data\\s*;.*?boundary=\"?([^\";]{1,70})\"?.*");

  private FormData() {}

  /// The contents of all parts, each on lines of its own; of what is no such form the body.
  public static byte[] content(HttpRequest request) throws IOException {
    byte[] body = request.content();
    Matcher type = BOUNDARY.matcher(request.header("content-type").orElse(""));
    if (!type.matches()) {
      return body;
    }
    String text = new String(body, ISO_8859_1);
    String delimiter = "--" + type.group(1);
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    int at = text.startsWith(delimiter) ? 0 : -1;
    while (at >= 0) {
      int begin = text.indexOf("\r\n\r\n", at);
      int next = text.indexOf("\r\n" + delimiter, at + delimiter.length());
      if (next >= 0 && begin >= 0 && begin + 4 <= next) {
        contents.write(body, begin + 4, next - begin - 4);
        contents.write('\n');
      }
      at = next < 0 ? -1 : next + 2;
    }
    return contents.size() == 0 ? body : contents.toByteArray();
  }
}
