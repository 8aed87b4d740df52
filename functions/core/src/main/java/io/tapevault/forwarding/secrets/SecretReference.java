package io.tapevault.forwarding.secrets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a secret is, instead of the secret itself.
///
/// `env:NAME` and `file:/path` are of one machine. On AWS it is the ARN of a secret of Secrets
/// Manager, perhaps with `#member` of the JSON that it holds, or of a parameter of the SSM
/// Parameter Store.
public sealed interface SecretReference {

  Pattern ENVIRONMENT = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");
  Pattern FILE = Pattern.compile("file:(/[^\\x00]+)");
  Pattern SECRETS_MANAGER =
      Pattern.compile(
          "(arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\\d{12}:secret:[A-Za-z0-9/_+=.@!-]+)"
              + "(?:#([A-Za-z0-9_.-]+))?");
  Pattern PARAMETER =
      Pattern.compile("(arn:aws[a-z-]*:ssm:([a-z0-9-]+):\\d{12}:parameter/[A-Za-z0-9_./-]+)");
  Pattern LIKE_ONE = Pattern.compile("(env:|file:/|arn:aws[a-z-]*:(secretsmanager|ssm):).*");

  record Environment(String name) implements SecretReference {}

  record InFile(String path) implements SecretReference {}

  /// `member` is empty where the whole text is the secret.
  record InSecretsManager(String arn, String region, String member) implements SecretReference {}

  record InParameter(String arn, String region) implements SecretReference {}

  /// Empty where the text is a secret itself. Throws an [IllegalArgumentException] where it begins
  /// like a reference and is none.
  static Optional<SecretReference> parse(String text) {
    Matcher found = ENVIRONMENT.matcher(text);
    if (found.matches()) {
      return Optional.of(new Environment(found.group(1)));
    }
    found = FILE.matcher(text);
    if (found.matches()) {
      return Optional.of(new InFile(found.group(1)));
    }
    found = SECRETS_MANAGER.matcher(text);
    if (found.matches()) {
      String member = found.group(3);
      return Optional.of(
          new InSecretsManager(found.group(1), found.group(2), member == null ? "" : member));
    }
    found = PARAMETER.matcher(text);
    if (found.matches()) {
      return Optional.of(new InParameter(found.group(1), found.group(2)));
    }
    if (LIKE_ONE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "it is none of env:NAME, file:/path, arn:aws:secretsmanager:… and"
              + " arn:aws:ssm:…:parameter/…");
    }
    return Optional.empty();
  }
}
