package io.tapevault.http.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tapevault.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A request as a shipper sent it: `events-samples/shippers`.
@SuppressWarnings("ArrayRecordComponent") // never compared
record CapturedRequest(String method, String path, Map<String, String> headers, byte[] body) {

  private static final String BASE64 = "x-fixture-body";

  static CapturedRequest in(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), ISO_8859_1);
    int end = text.indexOf("\n\n");
    List<String> head = text.substring(0, end).lines().toList();
    String[] first = head.getFirst().split(" ", -1);
    Map<String, String> headers = new TreeMap<>();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String body = text.substring(end + 2);
    byte[] sent =
        headers.remove(BASE64) != null
            ? Base64.getMimeDecoder().decode(body)
            : body.getBytes(ISO_8859_1);
    return new CapturedRequest(first[0], first[1], headers, sent);
  }

  HttpRequest at(String otherPath) {
    return new HttpRequest(
        method, otherPath, Map.of(), headers, new ByteArrayInputStream(body), "r-1");
  }
}
