package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.event.Refused.Reason;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/reference/http.md` says what the code does.
final class HttpReferenceTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| \\S.* \\|$");

  @Test
  void it_lists_every_type_of_problem_with_its_status_and_no_other() throws Exception {
    String problems = section("## Problems");
    Matcher row = ROW.matcher(problems);
    List<String> listed = row.results().map(one -> one.group(1) + " " + one.group(2)).toList();
    List<String> known = Stream.of(Problem.Type.values()).map(HttpReferenceTest::answered).toList();
    assertEquals(known.stream().sorted().toList(), listed.stream().sorted().toList());
  }

  private static String answered(Problem.Type type) {
    try {
      JsonNode body = Samples.json(body(type));
      return body.path("type").asText().replace("urn:tapevault:problem:", "")
          + " "
          + body.path("status").asInt();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(Problem.Type type) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Problem(type, "detail").response("id").content().writeTo(out);
    return out.toString(UTF_8);
  }

  @Test
  void every_route_stands_in_it() throws Exception {
    String text = Files.readString(Samples.ROOT.resolve("docs/reference/http.md"));
    for (Route route : Route.values()) {
      String heading = route.method() + " " + route.path();
      assertTrue(Pattern.compile(Pattern.quote(heading) + "[`\\s]").matcher(text).find(), heading);
    }
  }

  @Test
  void it_lists_every_reason_for_which_an_event_is_refused_and_no_other() throws Exception {
    String events = section("## POST /v1/events");
    String list = events.substring(events.indexOf("`reason` is one of"));
    list = list.substring("`reason` is one of".length(), list.indexOf('.'));
    List<String> listed =
        Pattern.compile("`([a-z-]+)`").matcher(list).results().map(one -> one.group(1)).toList();
    // That one comes from a SIEM, never over HTTP.
    List<String> known =
        Arrays.stream(Reason.values())
            .filter(one -> one != Reason.REFUSED_BY_SIEM)
            .map(Reason::code)
            .toList();
    assertEquals(known, listed);
  }

  private static String section(String heading) throws IOException {
    String text = Files.readString(Samples.ROOT.resolve("docs/reference/http.md"));
    int start = text.indexOf(heading + "\n");
    assertTrue(start >= 0, heading);
    int end = text.indexOf("\n## ", start + heading.length());
    return text.substring(start, end < 0 ? text.length() : end);
  }
}
