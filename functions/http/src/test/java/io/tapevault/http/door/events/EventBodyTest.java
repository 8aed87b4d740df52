package io.tapevault.http.door.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.http.Decoded;
import io.tapevault.http.Problem;
import io.tapevault.json.EventJson;
import io.tapevault.samples.EventSamples;
import io.tapevault.samples.RandomJson;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventBodyTest {

  private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");
  private static final String NDJSON = "application/x-ndjson";
  private static final String A = "{\"event\":\"a\"}";
  private static final String B = "{\"event\":\"b\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{a},{b}]",
        " [\r\n {a} ,\n{b}\t]\n\n",
        "{a}\n{b}",
        "{a}\n{b}\n",
        "{a}\r\n{b}\r\n",
        "\n\n{a}\n\n \t\n{b}\n\n",
        "{a}{b}",
        "{a} {b}",
        "\ufeff[{a},{b}]",
        "\ufeff{a}\n{b}"
      })
  void two_events_are_two_events_however_they_are_sent(String body) {
    String text = body.replace("{a}", A).replace("{b}", B);
    assertEquals(List.of(event(A), event(B)), events(text, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a}\n{b}", "{a}\r\n{b}\r\n", "\n\r\n{a}\n \t\n{b}", "\ufeff{a}\n{b}\n"})
  void lines_that_are_announced_are_lines(String body) {
    String text = body.replace("{a}", A).replace("{b}", B);
    for (String type :
        List.of(NDJSON, "application/jsonl", "application/X-NDJSON; charset=utf-8")) {
      assertEquals(List.of(event(A), event(B)), events(text, type));
    }
  }

  @Test
  void one_event_is_one_event() {
    assertEquals(List.of(event(A)), events(A, "application/json"));
    assertEquals(List.of(event(A)), events("[" + A + "]", "application/json"));
  }

  @Test
  void pretty_printed_events_may_follow_one_another() {
    String pretty = "{\n  \"event\": \"a\",\n  \"spec\": {\n    \"x\": [\n      1\n    ]\n  }\n}";
    assertEquals(
        List.of(event(pretty), event(B), event(pretty)),
        events(pretty + "\n" + B + "\n" + pretty + "\n", ""));
  }

  @Test
  void the_batches_of_the_samples_are_read() {
    for (String batch : List.of("batch.json", "batch.ndjson")) {
      List<Received> events = events(new String(EventSamples.batch(batch), UTF_8), "");
      assertEquals(List.of(), events.stream().filter(Refused.class::isInstance).toList(), batch);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{\"event\":\"c\"",
        "null",
        "42",
        "\"text\"",
        "[{\"event\":\"c\"}]",
        "{\"event\":\"c\"} x"
      })
  void one_bad_line_is_refused_and_the_lines_around_it_are_taken(String bad) {
    for (String type : List.of("", NDJSON)) {
      List<Received> events = events(A + "\n" + bad + "\n" + B + "\n", type);
      assertEquals(List.of(event(A), EventJson.read(bad.getBytes(UTF_8), NOW), event(B)), events);
      assertInstanceOf(Refused.class, events.get(1));
    }
  }

  @Test
  void a_bad_line_is_refused_alone_whatever_stands_in_front_of_the_first() {
    assertEquals(
        List.of(event(A), EventJson.read("x".getBytes(UTF_8), NOW), event(B)),
        events("\n\n" + A + "\nx\n" + B, ""));
  }

  @Test
  void a_line_in_latin_1_is_refused_alone() {
    byte[] body = (A + "\n{\"event\":\"ü\"}\n" + B).getBytes(ISO_8859_1);
    for (String type : List.of("", NDJSON)) {
      List<Received> events = understood(EventBody.read(body, type, NOW));
      assertEquals(List.of(event(A), event(B)), List.of(events.get(0), events.get(2)));
      assertEquals(Reason.NOT_UNICODE, assertInstanceOf(Refused.class, events.get(1)).reason());
    }
  }

  @Test
  void elements_that_are_no_events_are_refused_alone() {
    List<String> elements =
        List.of(
            A, "1", "-2.5e7", "\"ü \\\" x\"", "null", "true", "[1,[2]]", "{}", "{\"event\":7}", B);
    List<Received> expected =
        elements.stream().map(one -> EventJson.read(one.getBytes(UTF_8), NOW)).toList();
    assertEquals(expected, events("[" + String.join(",", elements) + "]", ""));
    assertEquals(expected, events("[ " + String.join(" ,\n ", elements) + " ]", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"\\x\"}",
        "{\"event\":\"ü\"}",
        "{\"event\":\"a\",\"\\ud800\":1}",
        "{\"event\":\"a\",}",
        "{\"event\" \"a\"}",
        "{'event':['a']}",
        "{\"event\":\"a\",\"x\":NaN}",
        "{\"event\":\"a\",\"x\":\"one\ntwo, ]}\"}",
        "{\"event\":\"a\",\"x\":[1}]",
        "nonsense"
      })
  void an_element_that_is_not_even_json_is_refused_alone(String bad) {
    Charset charset = ISO_8859_1;
    String tricky = "{\"event\":\"b\",\"x\":\"\\\\\\\"],[{\",\"y\":[[],{\"z\":[{}]}]}";
    Received refused = assertInstanceOf(Refused.class, EventJson.read(bad.getBytes(charset), NOW));
    for (String body : List.of("[%s,%s,%s]", " [\r\n%s ,\n\t%s , %s\n] \n")) {
      byte[] bytes = body.formatted(A, bad, tricky).getBytes(charset);
      assertEquals(
          List.of(event(A), refused, event(tricky)), understood(EventBody.read(bytes, "", NOW)));
    }
    byte[] alone = ("[" + bad + "]").getBytes(charset);
    assertEquals(Decoded.of(List.of(refused)), EventBody.read(alone, "", NOW));
  }

  @Test
  void ten_thousand_elements_that_are_not_json_are_refused_and_one_more_is_too_many() {
    String bad = "{\"event\":NaN}";
    List<Received> refused = Collections.nCopies(10_000, EventJson.read(bad.getBytes(UTF_8), NOW));
    assertEquals(
        refused, events("[" + String.join(",", Collections.nCopies(10_000, bad)) + "]", ""));
    Problem problem =
        problem(read("[" + String.join(",", Collections.nCopies(10_001, bad)) + "]", ""));
    assertEquals(Problem.Type.TOO_MANY_EVENTS, problem.type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"event\":NaN}",
        "[{\"event\":\"NaN]",
        "[{\"event\":\"\\",
        "[NaN,]",
        "[,NaN]",
        "[NaN}",
        "[NaN]]",
        "[NaN] x",
        "[{NaN]"
      })
  void an_array_that_is_not_whole_is_a_problem_of_its_sender(String body) {
    assertEquals(Problem.Type.NOT_JSON, problem(read(body, "")).type());
  }

  @Test
  void no_events_are_no_problem_where_a_list_was_announced() {
    assertEquals(List.of(), events("[]", ""));
    assertEquals(List.of(), events("", NDJSON));
    assertEquals(List.of(), events("\r\n\n  \n", NDJSON));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                      | the body is empty",
        "` \n `                  | the body is empty",
        "42                      | line 1, column 1: the body is neither a JSON object, nor an array, nor NDJSON",
        "\"text\"                | line 1, column 1: the body is neither a JSON object, nor an array, nor NDJSON",
        "[{\"event\":\"a\"}] []  | line 1, column 17: this is no whole array, or something follows it",
        "[{\"event\":\"a\"}] 1   | line 1, column 17: this is no whole array, or something follows it"
      })
  void a_body_that_holds_no_events_is_a_problem_of_its_sender(String body, String detail) {
    assertEquals(new Problem(Problem.Type.NOT_JSON, detail), problem(read(body, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"event\":\"a\"},{\"event\":\"b\"",
        "[{\"event\":\"a\"},",
        "[",
        "[{\"event\":\"a\"}] x",
        "[{\"event\":\"a\"}],",
        "[{\"event\":\"a\"},]",
        "{\"event\":\"a\"",
        "<event/>",
        "event=a",
        "😀"
      })
  void a_body_that_is_not_json_is_a_problem_of_its_sender(String body) {
    Problem problem = problem(read(body, ""));
    assertEquals(Problem.Type.NOT_JSON, problem.type());
    assertEquals("line 1, column ", problem.detail().substring(0, 15));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTF-16LE",
        "UTF-16BE",
        "UTF-16",
        "UTF-32LE",
        "UTF-32BE",
        "X-UTF-32LE-BOM",
        "X-UTF-32BE-BOM"
      })
  void a_body_in_another_unicode_is_a_problem_of_its_sender(String charset) {
    Problem expected = new Problem(Problem.Type.NOT_JSON, "the body is not UTF-8");
    for (String body : List.of(A, "[" + A + "]", "[]", A + "\n" + B)) {
      assertEquals(
          expected, problem(EventBody.read(body.getBytes(Charset.forName(charset)), "", NOW)));
    }
    assertEquals(expected, problem(EventBody.read(("\ufeff" + A).getBytes(UTF_16LE), "", NOW)));
  }

  @Test
  void an_event_that_is_too_deep_is_refused_alone() {
    for (int depth : List.of(200, 500, 1_500, 1 << 20)) {
      String deep = "{\"event\":\"a\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      for (String body :
          List.of("[" + A + "," + deep + "," + B + "]", A + "\n" + deep + "\n" + B)) {
        assertEquals(List.of("event", "too-deep", "event"), outcomes(events(body, "")));
      }
    }
  }

  @Test
  void a_nesting_bomb_is_a_problem_of_its_sender_and_refused_alone_in_a_line() {
    String bomb = "[".repeat(1 << 20);
    assertEquals(Problem.Type.NOT_JSON, problem(read(bomb, "")).type());
    assertEquals(Problem.Type.NOT_JSON, problem(read("{\"a\":".repeat(1 << 18), "")).type());
    String line = "{\"event\":\"a\",\"x\":" + bomb;
    for (String type : List.of("", NDJSON)) {
      assertEquals(
          List.of("event", "too-deep", "event"),
          outcomes(events(A + "\n" + line + "\n" + B, type)));
    }
  }

  @Test
  void a_number_of_any_length_is_refused_alone_and_a_name_or_text_of_any_length_is_taken() {
    String number = "{\"event\":\"a\",\"x\":" + "9".repeat(1 << 20) + "}";
    String name = "{\"event\":\"a\",\"" + "n".repeat(1 << 20) + "\":1}";
    String text = "{\"event\":\"a\",\"x\":\"" + "x".repeat(15 << 20) + "\"}";
    String body = "[" + String.join(",", A, number, name, text, B) + "]";
    assertEquals(
        List.of("event", "not-json", "event", "event", "event"), outcomes(events(body, "")));
  }

  @Test
  void the_last_of_ten_thousand_is_refused_alone_for_its_number() {
    String body = (A + "\n").repeat(9_999) + "{\"event\":\"x\",\"n\":100e2147483647}";
    List<String> outcomes = outcomes(events(body, NDJSON));
    assertEquals(10_000, outcomes.size());
    assertEquals(9_999, Collections.frequency(outcomes, "event"));
    assertEquals("not-json", outcomes.getLast());
  }

  @Test
  void names_that_hash_alike_disturb_neither_their_event_nor_what_comes_next() {
    StringBuilder members = new StringBuilder();
    for (int name = 0; name < 400; name++) {
      members.append(",\"");
      for (int bit = 0; bit < 14; bit++) {
        members.append((name >> bit & 1) == 0 ? "aB" : "b!");
      }
      members.append("\":1");
    }
    String colliding = "{\"event\":\"x\"" + members + "}";
    for (String type : List.of("", NDJSON)) {
      assertEquals(List.of("event"), outcomes(events(colliding, type)));
      assertEquals(List.of("event", "event"), outcomes(events(A + "\n" + B, type)));
    }
  }

  @Test
  void ten_thousand_events_are_taken_and_one_more_is_too_many() {
    Problem tooMany =
        new Problem(
            Problem.Type.TOO_MANY_EVENTS,
            "the body holds more than 10000 events; send it in smaller pieces");
    for (int events : List.of(10_001, 100_000)) {
      assertEquals(
          tooMany, problem(read("[" + String.join(",", Collections.nCopies(events, A)) + "]", "")));
      assertEquals(tooMany, problem(read(String.join("\n", Collections.nCopies(events, A)), "")));
      assertEquals(
          tooMany, problem(read(String.join("\n", Collections.nCopies(events, A)), NDJSON)));
    }
    List<Received> all = Collections.nCopies(10_000, event(A));
    assertEquals(all, events("[" + String.join(",", Collections.nCopies(10_000, A)) + "]", ""));
    assertEquals(all, events(String.join("\n", Collections.nCopies(10_000, A)), ""));
    assertEquals(all, events(String.join("\n", Collections.nCopies(10_000, A)) + "\n\n\n", NDJSON));
  }

  @Test
  void any_events_are_the_same_as_an_array_one_after_another_and_as_lines_seed_3() {
    RandomJson random = new RandomJson(3);
    Random choice = new Random(3);
    for (int i = 0; i < 500; i++) {
      List<String> values = new ArrayList<>();
      for (int n = choice.nextInt(1, 8); n > 0; n--) {
        Map<String, Object> object = new HashMap<>(random.object(3));
        if (choice.nextInt(4) > 0) {
          object.put("event", "user.login");
        }
        values.add(random.spell(object).replace('\n', ' ').strip());
      }
      List<Received> expected =
          values.stream().map(value -> EventJson.read(value.getBytes(UTF_8), NOW)).toList();
      String lines = String.join("\n", values);
      assertEquals(expected, events("[" + String.join(",", values) + "]", ""));
      assertEquals(expected, events(String.join("", values), ""));
      assertEquals(expected, events(lines, ""));
      assertEquals(expected, events(lines, NDJSON));
    }
  }

  private static List<String> outcomes(List<Received> events) {
    return events.stream()
        .map(one ->
            switch (one) {
              case AuditEvent event -> "event";
              case Refused refused -> refused.reason().code();
            })
        .toList();
  }

  private static Received event(String json) {
    return assertInstanceOf(AuditEvent.class, EventJson.read(json.getBytes(UTF_8), NOW));
  }

  private static List<Received> events(String body, String type) {
    return understood(read(body, type));
  }

  private static List<Received> understood(Decoded<List<Received>> decoded) {
    return switch (decoded) {
      case Decoded.Understood<List<Received>>(List<Received> events) -> events;
      case Decoded.Misunderstood<List<Received>>(Problem problem) ->
          throw new AssertionError(problem);
    };
  }

  private static Problem problem(Decoded<List<Received>> decoded) {
    return assertInstanceOf(Decoded.Misunderstood.class, decoded).problem();
  }

  private static Decoded<List<Received>> read(String body, String type) {
    return EventBody.read(body.getBytes(UTF_8), type, NOW);
  }
}
