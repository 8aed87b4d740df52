package io.tapevault.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.Received;
import io.tapevault.event.Refused;
import io.tapevault.event.Refused.Reason;
import io.tapevault.event.Sha256;
import io.tapevault.samples.EventSamples;
import io.tapevault.samples.RandomJson;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EventJsonTest {

  private static final Instant NOW = Instant.parse("2026-04-01T12:00:00Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static List<Path> accepted() {
    return EventSamples.accepted();
  }

  static List<Path> refused() {
    return EventSamples.refused();
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void an_accepted_sample_is_an_event_with_every_field(Path sample) throws Exception {
    byte[] bytes = EventSamples.bytes(sample);
    assertEquals(expected(new String(bytes, UTF_8).strip(), sample), EventJson.read(bytes, NOW));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void an_accepted_sample_is_the_same_event_when_its_json_is_read_again(Path sample) {
    AuditEvent event = event(EventSamples.bytes(sample));
    assertEquals(event, EventJson.read(event.json().getBytes(UTF_8), NOW));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_refused_sample_is_refused_for_the_reason_in_its_name_and_keeps_its_bytes(Path sample) {
    byte[] bytes = EventSamples.bytes(sample);
    Refused refused = assertInstanceOf(Refused.class, EventJson.read(bytes, NOW));
    Reason reason = reason(sample);
    assertEquals(
        new Refused(reason, refused.detail(), refused.uid(), ByteBuffer.wrap(bytes)), refused);
    assertFalse(refused.detail().isBlank());
    assertEquals(NotAnEvent.wellFormed(refused.detail()), refused.detail());
    assertEquals(
        NotAnEvent.wellFormed(String.valueOf(refused.uid())), String.valueOf(refused.uid()));
  }

  @Test
  void every_reason_has_a_sample() {
    Set<Reason> reasons =
        refused().stream()
            .map(EventJsonTest::reason)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<Reason> all = new TreeSet<>(List.of(Reason.values()));
    all.remove(Reason.REFUSED_BY_SIEM);
    // It would be a large one; below it is made.
    all.remove(Reason.TOO_MANY_MEMBERS);
    assertEquals(all, reasons);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void an_event_may_lie_in_the_middle_of_a_body(Path sample) {
    byte[] bytes = EventSamples.bytes(sample);
    byte[] body = new byte[bytes.length + 2000];
    Arrays.fill(body, (byte) '}');
    System.arraycopy(bytes, 0, body, 1000, bytes.length);
    assertEquals(event(bytes), EventJson.read(ByteBuffer.wrap(body, 1000, bytes.length), NOW));
    ByteBuffer slice = ByteBuffer.wrap(body, 500, bytes.length + 500).slice();
    assertEquals(event(bytes), EventJson.read(slice.position(500), NOW));
  }

  @Test
  void one_event_in_any_spelling_has_one_hash_seed_2() {
    RandomJson random = new RandomJson(2);
    for (int i = 0; i < 1_000; i++) {
      Map<String, Object> object = new HashMap<>(random.object(4));
      object.put("event", "user.login");
      String first = random.spell(object);
      String second = random.spell(object);
      assertEquals(
          event(first.getBytes(UTF_8)).hash(),
          event(second.getBytes(UTF_8)).hash(),
          () -> first + second);
    }
  }

  @Test
  void a_refused_event_is_named_by_its_uid_where_that_could_be_read() {
    assertEquals(
        new Refused(
            Reason.BAD_INDEX,
            "'ei' is not a whole number from 0 to 9223372036854775807",
            "u1",
            utf8("{\"event\":\"a\",\"uid\":\"u1\",\"ei\":-1}")),
        read("{\"event\":\"a\",\"uid\":\"u1\",\"ei\":-1}"));
    assertEquals(
        new Refused(
            Reason.NOT_UNICODE,
            "a string holds half of a surrogate pair",
            null,
            utf8("{\"uid\":\"\\ud800\",\"event\":\"a\"}")),
        read("{\"uid\":\"\\ud800\",\"event\":\"a\"}"));
  }

  @Test
  void a_long_event_has_the_hash_of_its_canonical_text_as_a_short_one_has() throws Exception {
    for (int length : new int[] {10, 100_000}) {
      String json =
          "{\"event\":\"x\",\"z\":{\"b\":1.0,\"a\":[]},\"a\":\"%s\",\"e\":{}}"
              .formatted("ü😀\\n".repeat(length));
      assertEquals(
          Sha256.ofText(new JsonCanonicalizer(json).getEncodedString()),
          event(utf8(json).array()).hash());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN | Non-standard token 'NaN'",
        "+1 | JSON spec does not allow numbers to have plus signs",
        "1/*c*/ | maybe a (non-standard) comment?"
      })
  void why_it_is_refused_is_said_to_who_sends_and_not_to_who_programs(String value, String end) {
    String detail = refused("{\"event\":\"x\",\"n\":" + value + "}").detail();
    assertTrue(detail.endsWith(end), detail);
  }

  @Test
  void a_number_has_2000_digits_at_most() {
    String json = "{\"event\":\"x\",\"n\":%s}";
    assertEquals("x", event(utf8(json.formatted("1".repeat(2_000))).array()).type());
    assertEquals(
        "Number value length (2001) exceeds the maximum allowed (2000)",
        refused(json.formatted("1".repeat(2_001))).detail());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z",
    "2026-03-01t10:00:00z, 2026-03-01T10:00:00Z",
    "2026-03-01T10:00:00.123456789Z, 2026-03-01T10:00:00.123456789Z",
    "2026-03-01T23:30:00-01:30, 2026-03-02T01:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
    "2026-03-01T10:00:00-00:00, 2026-03-01T10:00:00Z",
    "2026-03-01T10:00:00+23:59, 2026-02-28T10:01:00Z"
  })
  void a_time_is_rfc_3339(String time, Instant instant) {
    assertEquals(
        instant, event(utf8("{\"event\":\"a\",\"time\":\"" + time + "\"}").array()).time());
  }

  @ParameterizedTest
  @CsvSource({
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
    "2016-12-31t15:59:60.5-08:00, 2016-12-31T23:59:59.500Z",
    "2026-01-01T00:00:00.123456789012Z, 2026-01-01T00:00:00.123456789Z"
  })
  void a_leap_second_counts_as_the_one_before_and_a_nanosecond_is_the_finest(
      String time, Instant instant) {
    assertEquals(
        instant, event(utf8("{\"event\":\"a\",\"time\":\"" + time + "\"}").array()).time());
  }

  @ParameterizedTest
  @CsvSource({
    "2147483646, 2147483646",
    "2.147483647e+09, 2147483647",
    "2, 2",
    "1.0, 1",
    "-0.0, 0",
    "1e3, 1000",
    "9.223372036854775807e18, 9223372036854775807"
  })
  void an_index_may_be_spelled_as_a_float(String spelling, long index) {
    AuditEvent event = event(utf8("{\"event\":\"x\",\"ei\":" + spelling + "}").array());
    AuditEvent plain = event(utf8("{\"event\":\"x\",\"ei\":" + index + "}").array());
    assertEquals(index, event.index());
    assertEquals(plain.hash(), event.hash());
  }

  @ParameterizedTest
  @CsvSource({"1.5", "9.3e18", "1e2147483647", "1e-2147483647", "-1.0", "true"})
  void an_index_that_is_no_whole_number_in_range_is_refused(String index) {
    assertEquals(Reason.BAD_INDEX, refused("{\"event\":\"x\",\"ei\":" + index + "}").reason());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void an_event_whose_digest_is_known_is_read_without_it(Path sample) {
    AuditEvent event = event(EventSamples.bytes(sample));
    assertEquals(event, EventJson.known(event.json(), event.hash(), NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "-0001-01-01T00:00:00Z",
    "+999999999-12-31T23:59:59Z",
    "0000-01-01T00:00:00+18:00",
    "9999-12-31T23:59:59-18:00",
    "2026-03-01T10:00:00+25:00",
    "2026-03-01T10:00:60Z",
    "2026-03-01T10:00:61Z",
    "2026-02-29T10:00:00.123456789012Z",
    "2026-13-01T10:00:00Z"
  })
  void a_time_that_is_none_or_has_a_year_of_more_than_four_digits_is_refused(String time) {
    assertEquals(Reason.BAD_TIME, refused("{\"event\":\"a\",\"time\":\"" + time + "\"}").reason());
  }

  @Test
  void a_time_as_it_is_usually_spelled_is_what_java_says_it_is_seed_7() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String fraction = ".1234567890".substring(0, random.nextInt(12));
      String time =
          "%04d-%02d-%02dT%02d:%02d:%02d%sZ"
              .formatted(
                  random.nextInt(10_000),
                  random.nextInt(14),
                  random.nextInt(33),
                  random.nextInt(25),
                  random.nextInt(61),
                  random.nextInt(60),
                  fraction.length() == 11 ? fraction.substring(0, 10) : fraction);
      Optional<Instant> expected;
      try {
        expected = Optional.of(OffsetDateTime.parse(time).toInstant());
      } catch (DateTimeException e) {
        expected = Optional.empty();
      }
      assertEquals(expected, EventTime.parse(time), time);
    }
  }

  @Test
  void an_event_may_be_as_deep_as_200_levels_and_no_deeper() {
    String start = "{\"event\":\"a\",\"deep\":";
    assertEquals("a", event(utf8(start + "[".repeat(199) + "]".repeat(199) + "}").array()).type());
    assertEquals(
        Reason.TOO_DEEP, refused(start + "[".repeat(200) + "]".repeat(200) + "}").reason());
    assertEquals(Reason.TOO_DEEP, refused(start + "[".repeat(1_000_000)).reason());
  }

  @Test
  void an_event_of_very_many_members_or_elements_is_refused() {
    String most = ",1".repeat(199_990).substring(1);
    String elements = "{\"event\":\"x\",\"n\":[" + most + "]}";
    assertInstanceOf(AuditEvent.class, EventJson.read(elements.getBytes(UTF_8), NOW));
    assertEquals(
        Reason.TOO_MANY_MEMBERS, refused(elements.replace("[", "[1,1,1,1,1,1,1,1,1,")).reason());
    StringBuilder members = new StringBuilder("{\"event\":\"x\"");
    for (int i = 0; i < 1_600_000; i++) {
      members.append(",\"m").append(Integer.toString(i, 36)).append("\":1");
    }
    Refused refused = refused(members.append('}').toString());
    assertEquals(Reason.TOO_MANY_MEMBERS, refused.reason());
  }

  @Test
  void texts_of_the_greatest_length_are_taken() {
    String uid = "u".repeat(1024);
    String sid = "ü".repeat(1024);
    String type = "t".repeat(1024);
    AuditEvent event =
        event(
            utf8("{\"event\":\"%s\",\"uid\":\"%s\",\"sid\":\"%s\"}".formatted(type, uid, sid))
                .array());
    assertEquals(
        List.of(type, uid, sid), List.of(event.type(), event.identity(), event.key().session()));
  }

  private static AuditEvent expected(String json, Path sample) throws Exception {
    JsonNode tree = MAPPER.readTree(json);
    String canonical =
        sample.endsWith("odd.numbers.json")
            ? canonicalOddNumbers(tree)
            : new JsonCanonicalizer(json).getEncodedString();
    String time = text(tree, "time");
    return new AuditEvent(
        json,
        tree.get("event").textValue(),
        time == null ? NOW : OffsetDateTime.parse(time).toInstant(),
        text(tree, "uid"),
        text(tree, "sid"),
        tree.path("ei").asLong(),
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8))));
  }

  /// It holds numbers that no double holds, which RFC 8785 leaves out.
  private static String canonicalOddNumbers(JsonNode tree) {
    return """
    {"big":1.2345678901234567890123456789E+29,"cgroup_id":18446744073709551615,"code":"T4002I",\
    "event":"session.network","exact":0.1000000000000000055511151231257827,"huge":1E+400,"minus_zero":0,\
    "plain":100,"ratio":1.5,"small":5e-324,"time":"2026-03-08T00:00:03.000Z","uid":"%s"}\
    """
        .formatted(text(tree, "uid"));
  }

  private static @Nullable String text(JsonNode tree, String name) {
    String text = tree.path(name).textValue();
    return text == null || text.isEmpty() ? null : text;
  }

  private static Reason reason(Path sample) {
    String name = sample.getFileName().toString();
    String code = name.substring(0, name.indexOf('.'));
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.code().equals(code))
        .findAny()
        .orElseThrow();
  }

  private static AuditEvent event(byte[] json) {
    return assertInstanceOf(
        AuditEvent.class, EventJson.read(json, NOW), () -> new String(json, UTF_8));
  }

  private static Refused refused(String json) {
    return assertInstanceOf(Refused.class, read(json));
  }

  private static Received read(String json) {
    return EventJson.read(utf8(json), NOW);
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
