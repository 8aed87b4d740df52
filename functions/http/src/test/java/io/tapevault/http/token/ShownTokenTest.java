package io.tapevault.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ShownTokenTest {

  private static final String FIREHOSE = "x-amz-firehose-access-key";

  private static Optional<String> in(String authorization) {
    return ShownToken.in(Map.of("authorization", authorization));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @Test
  void every_shipper_shows_it_its_own_way() {
    for (String way :
        List.of(
            "Bearer tv_1",
            "bearer  tv_1 ",
            "Splunk tv_1",
            "SPLUNK tv_1",
            basic("x:tv_1"),
            basic("anybody:tv_1"),
            basic(":tv_1"),
            basic("tv_1:"))) {
      assertEquals(Optional.of("tv_1"), in(way), way);
    }
    assertEquals(Optional.of("tv_1"), ShownToken.in(Map.of(FIREHOSE, "tv_1")));
    assertEquals(
        Optional.of("tv_1"),
        ShownToken.in(Map.of(FIREHOSE, "tv_1", "authorization", "AWS4-HMAC-SHA256 Credential=x")));
    assertEquals(
        Optional.of("tv_2"),
        ShownToken.in(Map.of(FIREHOSE, "tv_1", "authorization", "Bearer tv_2")));
    assertEquals(Optional.of("a:b"), in(basic("x:a:b")));
  }

  @Test
  void what_is_no_such_way_shows_nothing() {
    assertEquals(Optional.empty(), ShownToken.in(Map.of()));
    assertEquals(Optional.empty(), ShownToken.in(Map.of(FIREHOSE, " ")));
    for (String other :
        List.of(
            "",
            " ",
            "tv_1",
            "Bearer",
            "Bearer ",
            "Digest tv_1",
            "Basic !!",
            "Basic " + "=".repeat(9),
            basic("no colon"),
            basic(":"))) {
      assertEquals(Optional.empty(), in(other), other);
    }
  }
}
