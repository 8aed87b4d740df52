package io.tapevault.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {

  @Test
  void a_problem_is_written_as_rfc_9457_has_it() throws Exception {
    HttpResponse response =
        new Problem(Problem.Type.BODY_TOO_LARGE, "say \"less\", ü").response("r-1");
    assertEquals(
        """
        {"type":"urn:tapevault:problem:body-too-large","title":"The body is too large","status":413,\
        "detail":"say \\"less\\", ü","instance":"r-1"}\
        """,
        body(response));
    assertEquals(413, response.status());
    assertEquals(
        Map.of("content-type", "application/problem+json", "x-request-id", "r-1"),
        response.headers());
  }

  @ParameterizedTest
  @EnumSource
  void only_what_may_pass_is_to_be_tried_again(Problem.Type type) {
    HttpResponse response = new Problem(type, "x").response("r-1");
    assertEquals(type.status(), response.status());
    assertEquals(type.status() == 503, response.headers().containsKey("retry-after"));
    assertTrue(type.status() >= 400, type::name);
    assertTrue(type.uri().matches("urn:tapevault:problem:[a-z]+(-[a-z]+)*"), type::uri);
  }

  @Test
  void every_type_has_a_uri_of_its_own() {
    Set<String> uris =
        Arrays.stream(Problem.Type.values()).map(Problem.Type::uri).collect(Collectors.toSet());
    assertEquals(Problem.Type.values().length, uris.size());
  }

  @Test
  void half_a_surrogate_pair_does_not_hinder_the_answer() throws Exception {
    assertEquals(
        """
        {"type":"urn:tapevault:problem:bad-cursor","title":"That is not a cursor","status":400,\
        "detail":"a?b","instance":"?"}\
        """,
        body(new Problem(Problem.Type.BAD_CURSOR, "a\ud800b").response("\udfff")));
  }

  private static String body(HttpResponse response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.content().writeTo(out);
    assertEquals(response.length(), out.size());
    return out.toString(UTF_8);
  }
}
