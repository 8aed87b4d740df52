package io.tapevault.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The statements of a template's policies, as tests read them.
public final class Rights {

  private Rights() {}

  /// That of a function in [Synthesised#ANYWHERE], by its name.
  public static JsonNode statement(String role, String sid) {
    return statements(Synthesised.ANYWHERE, role).stream()
        .filter(statement -> statement.path("Sid").asText().equals(sid))
        .findFirst()
        .orElseThrow();
  }

  public static List<JsonNode> statements(Synthesised stack, String role) {
    List<JsonNode> statements = new ArrayList<>();
    for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
      stack
          .properties(type)
          .forEach((id, policy) -> {
            if (id.startsWith(role)) {
              policy.path("PolicyDocument").path("Statement").forEach(statements::add);
            }
          });
    }
    return statements;
  }

  public static List<String> texts(JsonNode statement, String field) {
    JsonNode value = statement.path(field);
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(one -> texts.add(flat(one)));
    } else if (!value.isMissingNode()) {
      texts.add(flat(value));
    }
    return texts;
  }

  /// A value with the names of resources in place of what CloudFormation puts there.
  public static String flat(JsonNode value) {
    return written(value)
        .replaceAll("arn:[^/]*:table/<Table>", "<Table>")
        .replaceAll("arn:[^/]*:s3:::<", "<");
  }

  private static String written(JsonNode value) {
    if (value.has("Fn::Join")) {
      StringBuilder joined = new StringBuilder();
      value.path("Fn::Join").path(1).forEach(part -> joined.append(written(part)));
      return joined.toString();
    }
    if (value.has("Fn::GetAtt")) {
      String id = value.path("Fn::GetAtt").path(0).asText();
      return "<" + id.replaceAll("^Vault|[0-9A-F]{8}$", "") + ">";
    }
    return value.has("Ref") ? "<" + value.path("Ref").asText() + ">" : value.asText();
  }

  /// Those of functions, by the names that tests give them.
  public static Set<String> roles() {
    return Synthesised.ANYWHERE.properties("AWS::IAM::Policy").keySet().stream()
        .map(id -> id.replaceAll("RoleDefaultPolicy.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
