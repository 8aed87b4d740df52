package io.tapevault.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What two servers could read in two ways is one 400, and the connection ends: nothing behind it
/// is read as a request.
@Timeout(60)
final class DesyncTest extends RunningVault {

  private static final String HIDDEN =
      String.join(
          "\r\n",
          "POST /v1/events HTTP/1.1",
          "Host: localhost",
          "Content-Length: 30",
          "",
          "{\"event\":\"hidden\",\"uid\":\"hid\"}");
  private static final String CHUNKED =
      "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String EVENT = "{\"event\":\"x\",\"uid\":\"u\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a chunk without its CRLF
        CHUNKED + "17\r\n" + EVENT + "0\r\n\r\n",
        CHUNKED + "17\r\n" + EVENT + "xx\r\n0\r\n\r\n",
        // an enormous chunk
        CHUNKED + "ffffffffffffffff\r\n" + EVENT + "\r\n0\r\n\r\n",
        CHUNKED + "10000000000000017\r\n" + EVENT + "\r\n0\r\n\r\n",
        CHUNKED + "-17\r\n" + EVENT + "\r\n0\r\n\r\n",
        CHUNKED + "0x17\r\n" + EVENT + "\r\n0\r\n\r\n",
        CHUNKED + "17\n" + EVENT + "\n0\n\n",
        // two hosts, and none
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        // a header that goes on in the next line
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        // NUL, and other control characters
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX\u0000: a\r\n\r\n",
        "GET /health\u0000z HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n",
        // no request at all
        "NONSENSE\r\n\r\n",
        "GET\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        // two lengths
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n{ }",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3, 4\r\n\r\n{ }",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: +3\r\n\r\n{ }",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length : 3\r\n\r\n{ }",
        "GET /healthz HTTP/1.1\nHost: localhost\n\n",
        "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n",
      })
  void what_is_no_request_is_one_400_and_the_connection_ends(String broken) throws Exception {
    String answers = Wire.ask(client.vault(), broken + HIDDEN);
    assertEquals(List.of("400"), statuses(answers), answers);
    assertTrue(answers.contains("urn:tapevault:problem:"), answers);
    assertEquals(List.of(), client.search(Client.ALL, 10));
  }

  @Test
  void trailers_are_fine_and_so_is_the_request_behind_them() throws Exception {
    String sent = CHUNKED + "17\r\n" + EVENT + "\r\n0\r\nX-Checksum: abc\r\n\r\n";
    String answers =
        Wire.ask(client.vault(), sent + HIDDEN.replace("Host:", "Connection: close\r\nHost:"));
    assertEquals(List.of("200", "200"), statuses(answers), answers);
    assertEquals(2, client.search(Client.ALL, 10).size());
  }

  private static List<String> statuses(String answers) {
    return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
        .matcher(answers)
        .results()
        .map(one -> one.group(1))
        .toList();
  }
}
