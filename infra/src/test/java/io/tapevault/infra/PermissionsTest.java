package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The rights of callers, and the page that lists all rights, which is made from the template:
/// `-Dgolden=update` makes it again.
class PermissionsTest {

  private static final Path PAGE = Synthesised.ROOT.resolve("docs/reference/permissions.md");
  private static final String HEAD =
      """
      # Permissions

      Made from the template with one SIEM, `soc`, by `PermissionsTest`; a test holds it to the template. `<Bucket>`, `<Table>`, `<Key>`, `<Stream>` and `<Failures>` are outputs
      of the stack `TapevaultData`, all other names in `<>` are resources of the template. `Deny` stands in front of what a role is refused whatever else it may. That a role uses every right it has, and
      that a function says which one is missing when one is taken away, is tried on an emulator that asks for rights:
      [functions/packages/deployed](../../functions/packages/deployed/README.md).
      """;

  @Test
  void every_right_stands_in_the_reference() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("\n## Functions\n\nEach has a role of its own.\n");
    policies("AWS::IAM::Policy", page);
    page.append(
        "\n## Policies that are attached to nobody\n\nTheir ARNs are outputs of the stack.\n");
    policies("AWS::IAM::ManagedPolicy", page);
    if ("update".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, page);
    }
    assertEquals(page.toString(), Files.readString(PAGE), "run with -Dgolden=update");
  }

  private static void policies(String type, StringBuilder page) {
    new TreeMap<>(Synthesised.ANYWHERE.properties(type))
        .forEach((id, policy) -> {
          String name = id.replaceAll("(RoleDefault)?(Policy)?[0-9A-F]{8}$", "");
          page.append("\n### ").append(name).append("\n\n");
          if (policy.has("Description")) {
            page.append(policy.path("Description").asText()).append(".\n\n");
          }
          page.append("| | actions | resources | only if |\n|---|---|---|---|\n");
          policy.at("/PolicyDocument/Statement").forEach(one -> page.append(row(one)));
        });
  }

  private static String row(JsonNode statement) {
    String deny = statement.path("Effect").asText().equals("Deny") ? "**Deny** " : "";
    return "| %s%s | %s | %s | %s |\n"
        .formatted(
            deny,
            statement.path("Sid").asText(),
            cell(Rights.texts(statement, "Action")),
            cell(Rights.texts(statement, "Resource")),
            conditions(statement.path("Condition")));
  }

  private static String cell(List<String> values) {
    return String.join(
        "<br>",
        values.stream()
            .map(value -> "`" + value.replaceAll("[0-9A-F]{8}(?=[^a-z]|$)", "") + "`")
            .toList());
  }

  private static String conditions(JsonNode condition) {
    StringBuilder all = new StringBuilder();
    condition
        .properties()
        .forEach(operator ->
            operator
                .getValue()
                .properties()
                .forEach(key ->
                    all.append(all.isEmpty() ? "" : "<br>")
                        .append(operator.getKey())
                        .append(" `")
                        .append(key.getKey())
                        .append("` ")
                        .append(cell(Rights.texts(operator.getValue(), key.getKey())))));
    return all.toString();
  }

  @Test
  void a_node_may_send_and_ask_for_its_settings_and_no_more() {
    assertEquals(
        Set.of(
            "GET/v1/config",
            "POST/v1/events",
            "POST/v1/recordings/*/uploads",
            "POST/v1/recordings/*/uploads/*/parts",
            "POST/v1/recordings/*/uploads/*/complete"),
        calls("CallersIngest"));
  }

  @Test
  void an_auditor_sees_all_but_originals_and_tokens_and_changes_nothing() {
    Set<String> calls = calls("CallersAudit");
    assertTrue(
        calls.containsAll(
            Set.of(
                "GET/v1/events",
                "GET/v1/sessions/*",
                "GET/v1/sessions/*/recording",
                "HEAD/v1/sessions/*/recording",
                "GET/v1/sinks/*",
                "GET/v1/holds",
                "GET/healthz")),
        calls::toString);
    for (String call : calls) {
      assertTrue(call.startsWith("GET/") || call.startsWith("HEAD/"), call);
      assertFalse(call.contains("originals") || call.contains("tokens"), call);
    }
  }

  @Test
  void the_rights_of_callers_are_attached_to_nobody() {
    for (String id : List.of("CallersIngest", "CallersAudit")) {
      JsonNode policy = Synthesised.ANYWHERE.one("AWS::IAM::ManagedPolicy", id);
      assertTrue(!policy.has("Roles") && !policy.has("Users") && !policy.has("Groups"), id);
    }
  }

  private static Set<String> calls(String id) {
    Set<String> calls = new TreeSet<>();
    for (JsonNode statement : Rights.statements(Synthesised.ANYWHERE, id)) {
      assertEquals(List.of("execute-api:Invoke"), Rights.texts(statement, "Action"));
      for (String resource : Rights.texts(statement, "Resource")) {
        String[] parts = resource.split("/", 3);
        assertTrue(resource.contains(":execute-api:"), resource);
        calls.add(parts[2]);
      }
    }
    return calls;
  }
}
