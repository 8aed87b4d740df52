package io.tapevault.forwarding.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.tapevault.event.AuditEvent;
import io.tapevault.forwarding.Stored;
import io.tapevault.forwarding.format.ocsf.Ocsf;
import io.tapevault.samples.EventSamples;
import io.tapevault.samples.RandomJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is written as OCSF, against OCSF's own schema: `ocsf/README.md` of the test's resources.
class OcsfTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Map<Long, JsonSchema> CLASSES = new HashMap<>();
  private static final String[] MEMBERS = {
    "user",
    "login",
    "sid",
    "addr.remote",
    "addr.local",
    "server_addr",
    "server_hostname",
    "server_id",
    "path",
    "pid",
    "ppid",
    "program",
    "command",
    "exitCode",
    "return_code",
    "db_name",
    "db_service",
    "db_uri",
    "db_query",
    "verb",
    "method",
    "action",
    "name",
    "roles",
    "identity",
    "proto",
    "src_addr",
    "dst_addr",
    "dst_port",
    "desktop_addr",
    "desktop_name",
    "app_name",
    "addr",
    "kubernetes_cluster",
    "request_path",
    "response_code",
    "resource_name",
    "code",
    "cluster_name",
    "message",
    "error",
    "reason",
    "success",
    "reviewer",
    "updated_by",
    "bot_name",
    "windows_user",
    "windows_domain",
    "user_agent",
    "raw_query",
    "status_code",
    "len",
    "impersonator",
    "length"
  };
  private static final String[] TEXTS = {
    "maria",
    "",
    "10.0.0.1:22",
    "[2001:db8::1]:443",
    "2001:db8::1",
    "db.example.org:5432",
    "a:b:c",
    "/usr/bin/ls",
    "/",
    "T1000W",
    "T2000I",
    "x",
    "kube",
    "GET",
    "1",
    "99999",
    "-1",
    "70000",
    "é😀"
  };

  @BeforeAll
  static void read_the_schema() throws IOException {
    try (InputStream in = OcsfTest.class.getResourceAsStream("/ocsf/ocsf-1.8.0.schema.json")) {
      JsonNode all = JSON.readTree(in);
      all.path("classes")
          .properties()
          .forEach(one -> {
            ObjectNode schema = one.getValue().deepCopy();
            schema.remove("$id");
            schema.set("$defs", all.path("$defs"));
            CLASSES.put(
                schema.at("/properties/class_uid/const").asLong(),
                JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema));
          });
    }
    assertEquals(14, CLASSES.size());
  }

  private static JsonNode valid(AuditEvent event) throws IOException {
    String text = Ocsf.text(event);
    JsonNode ocsf = JSON.readTree(text);
    JsonSchema schema = Objects.requireNonNull(CLASSES.get(ocsf.path("class_uid").asLong()), text);
    assertEquals("[]", schema.validate(ocsf).toString(), text);
    assertEquals(
        ocsf.path("class_uid").asLong() * 100 + ocsf.path("activity_id").asLong(),
        ocsf.path("type_uid").asLong());
    assertEquals(event.hash(), ocsf.at("/raw_data_hash/value").asText());
    return ocsf;
  }

  @Test
  void every_sample_is_valid_and_what_is_not_mapped_is_there() throws IOException {
    int base = 0;
    for (Path sample : EventSamples.accepted()) {
      AuditEvent event = Stored.event(new String(EventSamples.bytes(sample), UTF_8));
      JsonNode ocsf = valid(event);
      base += ocsf.path("class_uid").asLong() == 0 ? 1 : 0;
      for (Map.Entry<String, JsonNode> left : ocsf.path("unmapped").properties()) {
        assertEquals(
            JSON.readTree(event.json()).get(left.getKey()), left.getValue(), sample.toString());
      }
    }
    assertTrue(base < 20, base + " samples are base events");
  }

  @Test
  void a_thousand_random_events_are_valid_and_lose_nothing_seed_8() throws IOException {
    Random random = new Random(8);
    RandomJson json = new RandomJson(8);
    Map<String, List<String>> types = new TreeMap<>();
    for (List<String> row : Table.rows(Ocsf.class, "types.txt", 4)) {
      types.computeIfAbsent(row.get(2), any -> new ArrayList<>()).add(row.getFirst());
    }
    List<List<String>> classes = List.copyOf(types.values());
    TreeSet<Long> seen = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      Map<String, Object> members = new LinkedHashMap<>();
      List<String> some = classes.get(i % classes.size());
      members.put("event", i % 10 == 0 ? "unheard.of" : some.get(random.nextInt(some.size())));
      for (int k = random.nextInt(100); k > 0; k--) {
        String name = MEMBERS[random.nextInt(MEMBERS.length)];
        // The reader refuses a session that is no text.
        members.put(
            name,
            random.nextInt(4) == 0 && !name.equals("sid")
                ? json.value(2)
                : TEXTS[random.nextInt(TEXTS.length)]);
      }
      AuditEvent event = Stored.event(json.spell(members));
      JsonNode ocsf = valid(event);
      seen.add(ocsf.path("class_uid").asLong());
      assertEquals(List.of(), lost(event, ocsf), event.json());
    }
    assertEquals(CLASSES.keySet().stream().sorted().toList(), List.copyOf(seen));
  }

  /// The texts of members that stand nowhere in what was written.
  private static List<String> lost(AuditEvent event, JsonNode ocsf) throws IOException {
    List<String> lost = new ArrayList<>();
    String written = ocsf.toString();
    for (Map.Entry<String, JsonNode> one : JSON.readTree(event.json()).properties()) {
      String text = one.getValue().asText().replaceFirst("^\\[?(.*?)\\]?:[0-9]+$", "$1");
      if (one.getValue().isTextual()
          && !ocsf.path("unmapped").has(one.getKey())
          && !written.contains(JSON.writeValueAsString(text).replaceAll("^\"|\"$", ""))) {
        lost.add(one.getKey());
      }
    }
    return lost;
  }

  @Test
  void what_is_asked_for_is_no_privilege_until_it_is_approved() throws IOException {
    String request =
        "{\"event\":\"access_request.%s\",\"user\":\"maria\",\"roles\":[\"dba\"],\"state\":\"%s\",\"uid\":\"u-1\"}";
    for (List<String> one :
        List.of(
            List.of("create", "PENDING", "300599"),
            List.of("update", "DENIED", "300599"),
            List.of("update", "APPROVED", "300501"),
            List.of("delete", "", "300599"))) {
      String json = request.replaceFirst("%s", one.get(0)).replaceFirst("%s", one.get(1));
      assertEquals(one.get(2), valid(Stored.event(json)).path("type_uid").asText());
    }
  }

  @Test
  void a_login_that_failed_is_a_failed_logon() throws IOException {
    JsonNode ocsf =
        valid(
            Stored.event(
                "{\"event\":\"user.login\",\"code\":\"T1000W\",\"success\":false,\"user\":\"maria\",\"uid\":\"u-1\","
                    + "\"time\":\"2026-03-01T07:58:12.402Z\",\"addr.remote\":\"198.51.100.23:0\",\"x\":1.50}"));
    assertEquals(
        List.of("3002", "1", "300201", "2", "2", "maria", "198.51.100.23", "u-1", "1772351892402"),
        List.of(
            ocsf.path("class_uid").asText(),
            ocsf.path("activity_id").asText(),
            ocsf.path("type_uid").asText(),
            ocsf.path("severity_id").asText(),
            ocsf.path("status_id").asText(),
            ocsf.at("/user/name").asText(),
            ocsf.at("/src_endpoint/ip").asText(),
            ocsf.at("/metadata/uid").asText(),
            ocsf.path("time").asText()));
    assertTrue(Ocsf.text(Stored.event("{\"event\":\"x\",\"x\":1.50}")).contains("\"x\":1.50"));
  }
}
