package io.tapevault.infra.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FunctionsTest {

  @Test
  void every_function_runs_java_25_on_arm() {
    Map<String, JsonNode> functions = Synthesised.ANYWHERE.functions();
    assertEquals(16, functions.size());
    functions.forEach((id, function) -> {
      assertEquals("java25", function.path("Runtime").asText(), id);
      assertEquals(Synthesised.parse("[\"arm64\"]"), function.path("Architectures"), id);
      assertEquals("JSON", function.at("/LoggingConfig/LogFormat").asText(), id);
      assertTrue(function.at("/LoggingConfig/LogGroup").has("Ref"), id);
      assertTrue(!function.path("Environment").path("Variables").has("JAVA_TOOL_OPTIONS"), id);
      assertTrue(!function.has("ReservedConcurrentExecutions"), id);
      assertTrue(!function.has("TracingConfig"), id);
    });
  }

  @Test
  void everything_calls_the_alias_of_a_published_version() {
    Set<String> aliases =
        new TreeSet<>(Synthesised.ANYWHERE.properties("AWS::Lambda::Alias").keySet());
    assertEquals(16, aliases.size());
    Set<String> called = new TreeSet<>();
    Synthesised.ANYWHERE
        .properties("AWS::Lambda::Permission")
        .forEach((id, permission) -> called.add(permission.at("/FunctionName/Ref").asText()));
    Synthesised.ANYWHERE
        .properties("AWS::Lambda::EventSourceMapping")
        .forEach((id, mapping) -> called.add(mapping.at("/FunctionName/Ref").asText()));
    assertEquals(aliases, called);
    Synthesised.ANYWHERE
        .properties("AWS::Lambda::Alias")
        .forEach((id, alias) -> assertEquals("live", alias.path("Name").asText(), id));
  }

  @Test
  void every_function_has_a_log_of_its_own_that_ends() {
    Map<String, JsonNode> logs = Synthesised.ANYWHERE.properties("AWS::Logs::LogGroup");
    Set<String> used = new TreeSet<>();
    Synthesised.ANYWHERE
        .functions()
        .values()
        .forEach(f -> used.add(f.at("/LoggingConfig/LogGroup/Ref").asText()));
    assertEquals(16, used.size());
    assertTrue(logs.keySet().containsAll(used), used::toString);
    logs.forEach((id, log) -> assertTrue(log.path("RetentionInDays").asInt() >= 90, id));
  }

  @Test
  void who_asked_for_what_is_known_for_a_year_and_longer_than_the_stack() {
    int seen = 0;
    for (Map.Entry<String, JsonNode> log :
        Synthesised.ANYWHERE.resources("AWS::Logs::LogGroup").entrySet()) {
      if (log.getKey().matches("(PlaybackAnswer|ApiAccess)Log.*")) {
        assertTrue(log.getValue().at("/Properties/RetentionInDays").asInt() >= 365);
        assertEquals("Retain", log.getValue().path("DeletionPolicy").asText());
        seen++;
      }
    }
    assertEquals(2, seen);
  }

  @Test
  void what_a_caller_waits_for_ends_when_the_api_stops_waiting() {
    assertEquals(
        29, Synthesised.ANYWHERE.one("AWS::Lambda::Function", "Ingest").path("Timeout").asInt());
    assertEquals(
        29, Synthesised.ANYWHERE.one("AWS::Lambda::Function", "Playback").path("Timeout").asInt());
  }

  @Test
  void the_uris_name_the_table_the_bucket_and_the_key() {
    JsonNode variables =
        Synthesised.SOMEWHERE.one("AWS::Lambda::Function", "Ingest").at("/Environment/Variables");
    JsonNode events = variables.at("/TAPEVAULT_EVENTS_URI/Fn::Join/1");
    assertEquals("dynamodb://", events.path(0).asText());
    assertEquals("Table", events.path(1).path("Ref").asText());
    assertEquals("?region=eu-west-1", events.path(2).asText());
    JsonNode sessions = variables.at("/TAPEVAULT_SESSIONS_URI/Fn::Join/1");
    assertEquals("s3://", sessions.path(0).asText());
    assertEquals("Bucket", sessions.path(1).path("Ref").asText());
    assertEquals("/recordings?region=eu-west-1&sse_kms_key=", sessions.path(2).asText());
    assertEquals("Key", sessions.at("/3/Ref").asText());
    assertEquals("365d", variables.path("TAPEVAULT_RETENTION").asText());
  }

  @Test
  void every_function_starts_from_a_snapshot_but_the_one_whose_disk_is_too_large_for_that() {
    Map<String, JsonNode> functions = Synthesised.ANYWHERE.functions();
    functions.forEach((id, function) -> {
      boolean index = id.startsWith("Indexing");
      assertEquals(index ? 10_240 : 512, function.at("/EphemeralStorage/Size").asInt(), id);
      assertEquals(
          index ? "" : "PublishedVersions", function.at("/SnapStart/ApplyOn").asText(), id);
    });
  }

  @Test
  void in_a_region_without_snapshots_every_function_starts_without_one() {
    Map<String, JsonNode> functions =
        Synthesised.of(null, Map.of("tapevault:snapStart", "false")).functions();
    assertEquals(Synthesised.PLAIN.functions().size(), functions.size());
    functions.forEach((id, function) -> assertFalse(function.has("SnapStart"), id));
  }

  @Test
  void what_ran_before_stays_to_go_back_to() {
    Map<String, JsonNode> versions = Synthesised.ANYWHERE.resources("AWS::Lambda::Version");
    assertEquals(16, versions.size());
    versions.forEach((id, version) -> {
      assertEquals("Retain", version.path("DeletionPolicy").asText(), id);
      assertEquals("Retain", version.path("UpdateReplacePolicy").asText(), id);
    });
  }

  @Test
  void a_name_that_is_another_one_when_it_is_looked_up_publishes_every_function_anew() {
    Map<String, JsonNode> versions = Synthesised.ANYWHERE.properties("AWS::Lambda::Version");
    versions.forEach((id, version) ->
        assertEquals(
            Synthesised.parse("[\"\", [{\"Ref\": \"Table\"}, \" \", {\"Ref\": \"Bucket\"}]]"),
            version.at("/Description/Fn::Join"),
            id));
    assertEquals(16, versions.size());
  }

  @Test
  void a_new_name_of_table_or_bucket_publishes_every_function_anew() {
    Set<String> before = versionsIn(Synthesised.ANYWHERE);
    assertEquals(16, before.size());
    for (Synthesised renamed : List.of(Synthesised.OTHER_TABLE, Synthesised.OTHER_BUCKET)) {
      Set<String> after = versionsIn(renamed);
      assertEquals(16, after.size());
      after.retainAll(before);
      assertEquals(Set.of(), after);
    }
  }

  /// The aliases that everything calls lead to these.
  private static Set<String> versionsIn(Synthesised stack) {
    Set<String> versions = new TreeSet<>();
    stack
        .properties("AWS::Lambda::Alias")
        .values()
        .forEach(alias -> versions.add(alias.at("/FunctionVersion/Fn::GetAtt/0").asText()));
    return versions;
  }

  @Test
  void no_code_of_cdk_runs_beside_ours() {
    Set<String> types = new TreeSet<>();
    Synthesised.ANYWHERE
        .json()
        .path("Resources")
        .forEach(resource -> types.add(resource.path("Type").asText()));
    types.removeIf(type -> type.startsWith("AWS::") && !type.contains("CustomResource"));
    assertEquals(Set.of(), types);
  }
}
