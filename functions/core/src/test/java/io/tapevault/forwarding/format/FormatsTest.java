package io.tapevault.forwarding.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.Stored;
import io.tapevault.forwarding.format.cef.Cef;
import io.tapevault.forwarding.format.ecs.Ecs;
import io.tapevault.forwarding.format.ocsf.Ocsf;
import io.tapevault.samples.EventSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// How every sample is written in each format, against the golden files; `-Dgolden=update` writes
/// those.
class FormatsTest {

  private static final Path GOLDEN =
      Path.of(
          System.getProperty("tapevault.root", "../.."),
          "functions/core/src/test/resources/formats");

  enum Written {
    CEF,
    ECS,
    OCSF;

    String text(AuditEvent event) {
      return switch (this) {
        case CEF -> Cef.text(event);
        case ECS -> Ecs.text(event);
        case OCSF -> Ocsf.text(event);
      };
    }
  }

  private static String sample(Path sample) {
    return new String(EventSamples.bytes(sample), UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void every_sample_is_written_as_the_golden_file_has_it(Written format) throws IOException {
    Path golden = GOLDEN.resolve(format.name().toLowerCase(Locale.ROOT) + ".txt");
    String written =
        EventSamples.accepted().stream()
            .map(sample ->
                sample.getFileName() + "\n" + format.text(Stored.event(sample(sample))) + "\n")
            .collect(Collectors.joining());
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(golden, written);
    }
    assertEquals(Files.readString(golden), written);
  }

  @Test
  void nothing_of_an_event_is_missing_in_ecs() throws IOException {
    for (Path sample : EventSamples.accepted()) {
      AuditEvent event = Stored.event(sample(sample));
      JsonNode ecs = new ObjectMapper().readTree(Ecs.text(event));
      assertEquals(event.json(), ecs.at("/event/original").asText(), sample.toString());
    }
  }

  @Test
  void what_users_name_makes_no_fields_in_ecs() {
    String one = Ecs.text(Stored.event("{\"event\":\"x\",\"uid\":\"1\",\"m\":{\"k1\":1}}"));
    String other =
        Ecs.text(Stored.event("{\"event\":\"x\",\"uid\":\"1\",\"m\":{\"k2\":[{}]},\"n\":1}"));
    assertEquals(names(one), names(other));
  }

  private static String names(String json) {
    return json.replaceAll("\"original\":.*", "").replaceAll(":\"[^\"]*\"", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a|b\\c=d ; CEF:0|Tapevault|Teleport|0|a\\|b\\\\c=d|x|3|; suser=a|b\\\\c\\=d",
        "'a\nb\r\nc\rd\t\0e' ; CEF:0|Tapevault|Teleport|0|a b c d e|x|3|; suser=a\\nb\\nc\\rd  e"
      })
  void a_line_of_cef_is_one_line_that_reads_back(String value, String header, String extension) {
    String line =
        Cef.text(
            Stored.event(
                new ObjectMapper()
                    .createObjectNode()
                    .put("event", "x")
                    .put("uid", "1")
                    .put("code", value)
                    .put("user", value)
                    .toString()));
    assertTrue(line.startsWith(header), line);
    assertTrue(line.endsWith(extension), line);
  }

  @Test
  void a_value_of_cef_that_ends_in_a_bar_is_apart_from_the_next_key() {
    String line = Cef.text(Stored.event("{\"event\":\"x\",\"uid\":\"u|\",\"user\":\"a|\"}"));
    assertTrue(line.endsWith(" externalId=u| outcome=unknown suser=a|"), line);
  }

  @Test
  void cef_has_addresses_ports_and_numbers_only_where_they_are_such() {
    String line =
        Cef.text(
            Stored.event(
                "{\"event\":\"x\",\"uid\":\"1\",\"addr.remote\":\"[2001:db8::1]:70000\",\"server_addr\":\"10.0.0.1:22\","
                    + "\"pid\":\"many\",\"name\":\"netconf\"}"));
    assertTrue(
        line.endsWith(
            " c6a2=2001:db8::1 c6a2Label=Source IPv6 Address dst=10.0.0.1 dpt=22 cs6=netconf cs6Label=name"),
        line);
  }

  @Test
  void what_is_too_long_for_cef_is_cut_at_a_whole_character() {
    String line =
        Cef.text(
            Stored.event(
                "{\"event\":\"x\",\"uid\":\""
                    + "😀".repeat(400)
                    + "\",\"user\":\""
                    + "ü".repeat(2_000)
                    + "\"}"));
    assertTrue(line.contains("externalId=" + "😀".repeat(39) + "… "), line);
    assertTrue(line.endsWith("suser=" + "ü".repeat(1_022) + "…"), line);
  }

  @Test
  void an_address_is_told_from_a_name() {
    for (String address :
        new String[] {
          "10.0.0.1", "255.255.255.255", "::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8"
        }) {
      assertTrue(IpText.isAddress(address), address);
    }
    for (String name :
        new String[] {
          "", "a", "1.2.3", "256.1.1.1", "1::2::3", "1:2:3:4:5:6:7:8:9", ":1", "12345::", "01.2.3.4"
        }) {
      assertTrue(!IpText.isAddress(name), name);
    }
  }

  @Test
  void every_format_takes_what_is_huge_and_odd() {
    String odd =
        Stream.of("addr.remote", "db_uri", "path", "code", "user", "ei", "time", "name")
            .filter(name -> !name.equals("ei") && !name.equals("time"))
            .map(name -> "\"" + name + "\":\"" + ":[]/=|".repeat(50_000) + "\"")
            .collect(Collectors.joining(",", "{\"event\":\"db.session.query\",", "}"));
    for (Written format : Written.values()) {
      assertTrue(format.text(Stored.event(odd)).length() > 100);
    }
  }
}
