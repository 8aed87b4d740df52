package io.tapevault.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.tapevault.configuration.ConfigReader.Judged;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.yaml.Faults;
import io.tapevault.yaml.Yaml;
import io.tapevault.yaml.YamlReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is published of the form of a document, beside what our reader makes of it.
final class ConfigSchemaTest {

  private static final Path ROOT = Path.of(System.getProperty("tapevault.root", "../.."));
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ConfigReader READER = new ConfigReader(new Anywhere());

  private static final class Anywhere implements ConfigReader.Place {
    @Override
    public void events(String uri) {}

    @Override
    public void recordings(String uri) {}

    @Override
    public void siem(SinkSpec siem) {}
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "# nothing",
        "listen: 1",
        "listen: 65535",
        "listen: null",
        "session_recording: off",
        "session_recording: node",
        "session_recording: 'proxy'",
        "storage:",
        "storage: {audit_events_uri: 'sqlite:///a/b', audit_sessions_uri: 's3://b/c?region=x'}",
        "storage: {audit_table_name: events}",
        "storage: {retention_period: forever}",
        "storage: {retention_period: 0}",
        "storage: {retention_period: 24h}",
        "storage: {retention: }",
        "storage: {retention: {recordings: forever, kinds: }}",
        "storage: {retention: {recordings: 90d, kinds: [{types: [exec, scp], keep: 30d}]}}",
        "storage: {retention: {kinds: [{types: [exec], prefixes: [db.], keep: forever}]}}",
        "storage: {retention: {kinds: [{prefixes: [db.], types: , keep: 1h}]}}",
        "nodes: {audit_sessions_uri: 'file:///mnt/tapes', grace_period: 0, keep_for: 7d}",
        "nodes: {upload: {parallel: 64, max_bytes_per_second: 1024}}",
        "nodes: {upload: , grace_period: 0s}",
        "nodes: {silent_after: 2m, missing_after: 1h}",
        "nodes: {silent_after: 120s, missing_after: 365d}",
        "nodes: {silent_after: }",
        "limits: {events_per_request: 10000}",
        "forward: []",
        "forward: [{name: on, webhook: 'https://a', secret: x, allow: 10.0.0.1, pause: true}]",
        "forward: [{name: a, webhook: b, pause: }]",
        "forward: [{name: a, webhook: b, format: ocsf, begin: now}]",
        "forward: [{name: a, webhook: b, format: , begin: 2026-03-01T00:00:00Z}]",
        "forward: [{name: a, webhook: b, filter: {types: [x], prefixes: [y], codes: [c], users: []}}]",
        "forward: [{name: a, webhook: b, filter: {exclude: {users: [bot]}, where: []}, redact: }]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a.b, equals: 7}]}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a, one_of: [true, x]}]}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a, exists: false}]}}]",
        "forward: [{name: a, webhook: b, redact: {drop: [a], mask: [b.c], hash: []}}]",
        "forward: [{name: a, webhook: b, redact: {hash: [user], key: 'env:KEY'}}]"
      })
  void right_by_both(String document) throws IOException {
    judge(document, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "text",
        "7",
        "sinks: []",
        "listen: 0",
        "listen: 65536",
        "listen: '8420'",
        "listen: 8420.5",
        "listen: true",
        "session_recording: false",
        "session_recording: node-sync",
        "storage: []",
        "storage: {region: no}",
        "storage: {audit_events_uri: a, audit_table_name: b}",
        "storage: {audit_events_uri: [a]}",
        "storage: {retention_period: 12:30}",
        "storage: {retention_period: 365}",
        "storage: {retention_period: true}",
        "storage: {retention_period: -1d}",
        "storage: {retention: 90d}",
        "storage: {retention: {events: 90d}}",
        "storage: {retention: {recordings: 0}}",
        "storage: {retention: {recordings: 00d}}",
        "storage: {retention: {kinds: {types: [exec], keep: 30d}}}",
        "storage: {retention: {kinds: [{keep: 30d}]}}",
        "storage: {retention: {kinds: [{types: [], prefixes: , keep: 30d}]}}",
        "storage: {retention: {kinds: [{types: [exec]}]}}",
        "storage: {retention: {kinds: [{types: [exec], keep: soon}]}}",
        "storage: {retention: {kinds: [{types: [7], keep: 30d}]}}",
        "storage: {retention: {kinds: [{types: exec, keep: 30d}]}}",
        "storage: {retention: {kinds: [{types: [exec], keep: 30d, more: 1}]}}",
        "storage: {retention: {kinds: [exec]}}",
        "nodes: {audit_sessions_uri: 's3://bucket'}",
        "nodes: {audit_sessions_uri: 'file:///a b'}",
        "nodes: {upload: {parallel: 0}}",
        "nodes: {upload: {parallel: 65}}",
        "nodes: {upload: {max_bytes_per_second: 1023}}",
        "nodes: {upload: {max_bytes_per_second: 9223372036854775808}}",
        "nodes: {upload: {speed: 1}}",
        "nodes: {grace_period: forever}",
        "nodes: {keep_for: 10}",
        "nodes: {silent_after: 119s}",
        "nodes: {silent_after: 1m}",
        "nodes: {silent_after: 0}",
        "nodes: {missing_after: 00d}",
        "nodes: {missing_after: soon}",
        "limits: {events_per_request: 10001}",
        "limits: {events_per_request: 1.5}",
        "forward: {name: a, webhook: b}",
        "forward: [a]",
        "forward: [{name: 0123, webhook: b}]",
        "forward: [{name: null, webhook: b}]",
        "forward: [{name: a b, webhook: c}]",
        "forward: [{webhook: b}]",
        "forward: [{name: a}]",
        "forward: [{name: a, webhook: b, secret: ' '}]",
        "forward: [{name: a, webhook: b, secret: 7}]",
        "forward: [{name: a, webhook: b, token: c}]",
        "forward: [{name: a, webhook: b, pause: 'true'}]",
        "forward: [{name: a, webhook: b, pause: 1}]",
        "forward: [{name: a, webhook: b, format: leef}]",
        "forward: [{name: a, webhook: b, begin: soon}]",
        "forward: [{name: a, webhook: b, filter: [x]}]",
        "forward: [{name: a, webhook: b, filter: {type: [x]}}]",
        "forward: [{name: a, webhook: b, filter: {types: x}}]",
        "forward: [{name: a, webhook: b, filter: {codes: [1000]}}]",
        "forward: [{name: a, webhook: b, filter: {exclude: {where: []}}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a}]}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{equals: a}]}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a, equals: [b]}]}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a, one_of: []}]}}]",
        "forward: [{name: a, webhook: b, filter: {where: [{field: a, equals: b, exists: true}]}}]",
        "forward: [{name: a, webhook: b, redact: {drop: [uid]}}]",
        "forward: [{name: a, webhook: b, redact: {hash: [user]}}]",
        "forward: [{name: a, webhook: b, redact: {hide: [user]}}]"
      })
  void wrong_by_both(String document) throws IOException {
    judge(document, false);
  }

  @ParameterizedTest
  @EnumSource
  void every_type_of_siem_takes_its_own_options_and_no_others_by_both(SinkType type)
      throws IOException {
    String siem = "forward: [{name: a, " + type.word() + ": b";
    judge(siem + options(type.options()) + "}]", true);
    Set<String> all =
        Stream.of(SinkType.values())
            .flatMap(other -> other.options().stream())
            .collect(Collectors.toSet());
    for (String option : all) {
      judge(siem + options(Set.of(option)) + "}]", type.options().contains(option));
    }
    for (SinkType other : SinkType.values()) {
      if (other != type) {
        judge(siem + options(Set.of(other.word())) + "}]", false);
      }
    }
  }

  private static String options(Set<String> names) {
    return names.stream().map(name -> ", " + name + ": c").collect(Collectors.joining());
  }

  @Test
  void the_example_of_the_reference_is_right_by_both() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/reference/configuration.md"));
    int start = text.indexOf("```yaml\n") + "```yaml\n".length();
    judge(text.substring(start, text.indexOf("```", start)), true);
  }

  private static void judge(String document, boolean right) throws IOException {
    Judged judged = READER.read(document + "\n");
    assertEquals(right, judged instanceof Judged.Right, () -> document + ": " + judged);
    Faults faults = new Faults();
    Yaml yaml = YamlReader.read(document.getBytes(UTF_8), faults).orElseThrow();
    assertTrue(faults.isEmpty(), document);
    assertEquals(right, schema().validate(json(yaml)).isEmpty(), document);
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Files.readString(ROOT.resolve("docs/reference/configuration.schema.json")));
  }

  private static JsonNode json(Yaml yaml) {
    return switch (yaml) {
      case Yaml.Scalar scalar -> json(scalar);
      case Yaml.Sequence sequence -> {
        ArrayNode array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Yaml.Mapping mapping -> {
        ObjectNode object = JSON.objectNode();
        mapping.members().forEach((name, member) -> object.set(name, json(member.value())));
        yield object;
      }
    };
  }

  private static JsonNode json(Yaml.Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> JSON.textNode(scalar.text());
      case NULL -> JSON.nullNode();
      case BOOLEAN -> JSON.booleanNode(List.of("true", "True", "TRUE").contains(scalar.text()));
      case INTEGER -> JSON.numberNode(new BigInteger(scalar.text()));
      case FLOAT -> JSON.numberNode(new BigDecimal(scalar.text()));
    };
  }
}
