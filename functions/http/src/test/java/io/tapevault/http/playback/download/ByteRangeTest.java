package io.tapevault.http.playback.download;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.http.HttpRequest;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangeTest {

  private static String of(String range, String ifRange) {
    Map<String, String> headers = new HashMap<>();
    headers.put("range", range);
    if (!ifRange.isEmpty()) {
      headers.put("if-range", ifRange);
    }
    HttpRequest request =
        new HttpRequest("GET", "/", Map.of(), headers, InputStream.nullInputStream(), "id");
    return switch (ByteRange.of(request, 10, "\"v1\"")) {
      case ByteRange.All all -> "all";
      case ByteRange.Nowhere none -> "nowhere";
      case ByteRange.Part(long first, long last) -> first + "-" + last;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0-0",
    "bytes=2-5, 2-5",
    "Bytes= 2-5 , 2-5",
    "bytes=5-, 5-9",
    "bytes=5-99999999999999999999, 5-9",
    "bytes=-3, 7-9",
    "bytes=-99, 0-9",
    "bytes=-0, nowhere",
    "bytes=10-, nowhere",
    "bytes=99999999999999999999-, nowhere",
    "bytes=5-2, all",
    "bytes=-, all",
    "bytes=a-b, all",
    "'bytes=0-1,3-4', all",
    "lines=0-1, all",
    "'', all"
  })
  void a_range_is_what_http_says_or_all(String range, String asked) {
    assertEquals(asked, of(range, ""));
  }

  @Test
  void of_another_body_than_before_all_is_sent() {
    assertEquals("2-5", of("bytes=2-5", "\"v1\""));
    assertEquals("all", of("bytes=2-5", "\"v2\""));
    assertEquals("all", of("bytes=2-5", "W/\"v1\""));
    assertEquals("all", of("bytes=2-5", "Wed, 21 Oct 2015 07:28:00 GMT"));
  }
}
