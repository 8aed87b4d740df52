package io.tapevault.cli.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// The policy that a key of KMS has itself. Conditions are not looked at.
record KeyPolicy(JsonNode document) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static KeyPolicy parse(String text) throws IOException {
    return new KeyPolicy(JSON.readTree(text));
  }

  /// Whether IAM of the account decides about this, or a role whose name begins so may do it.
  boolean allows(String action, String account, String role) {
    return any(
        document.path("Statement"),
        statement ->
            statement.path("Effect").asText().equals("Allow")
                && any(statement.path("Action"), one -> matches(one.asText(), action))
                && any(
                    principals(statement.path("Principal")),
                    one -> isOf(one.asText(), account, role)));
  }

  private static JsonNode principals(JsonNode principal) {
    return principal.isTextual() ? principal : principal.path("AWS");
  }

  private static boolean isOf(String principal, String account, String role) {
    return principal.equals("*")
        || principal.equals(account)
        || principal.endsWith("::" + account + ":root")
        || principal.contains("::" + account + ":role/" + role);
  }

  private static boolean matches(String pattern, String action) {
    String all = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return action.matches("(?i)" + all);
  }

  /// One, or a list of them.
  private static boolean any(JsonNode one, Predicate<JsonNode> is) {
    Iterable<JsonNode> all = one.isArray() ? one : List.of(one);
    return StreamSupport.stream(all.spliterator(), false).anyMatch(is);
  }
}
