package io.tapevault.forwarding.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private final List<SecretReference> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T14:00:00Z");
  private @Nullable String there = "one";
  private final Secrets secrets =
      new Secrets(
          reference -> {
            asked.add(reference);
            if (there == null) {
              throw new Unresolved("it is not there");
            }
            return there;
          },
          () -> now);

  @Test
  void what_stands_in_the_settings_is_asked_of_nobody() {
    assertEquals("whsec_x", secrets.text("whsec_x"));
    assertEquals(List.of(), asked);
  }

  @Test
  void what_is_named_is_read_again_after_five_minutes() {
    assertEquals("one", secrets.text("env:SOC"));
    there = "two";
    now = now.plusSeconds(299);
    assertEquals("one", secrets.text("env:SOC"));
    now = now.plusSeconds(1);
    assertEquals("two", secrets.text("env:SOC"));
    assertEquals(2, asked.size());
  }

  @Test
  void what_a_siem_refuses_is_read_again_at_once() {
    secrets.text("file:/run/soc");
    there = "two";
    secrets.refused();
    assertEquals("two", secrets.text("file:/run/soc"));
  }

  @Test
  void what_was_read_last_holds_while_nothing_can_be_read() {
    secrets.text("env:SOC");
    there = null;
    secrets.refused();
    assertEquals("one", secrets.text("env:SOC"));
    assertThrows(Unresolved.class, () -> secrets.text("env:OTHER"));
  }

  @Test
  void a_reference_is_one_of_four() {
    String secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:siem/soc-AbCdEf";
    String parameter = "arn:aws-us-gov:ssm:us-gov-west-1:123456789012:parameter/siem/soc";
    for (String text : List.of("env:A_1", "file:/a b", secret, secret + "#token", parameter)) {
      secrets.text(text);
    }
    assertEquals(
        List.of(
            new SecretReference.Environment("A_1"),
            new SecretReference.InFile("/a b"),
            new SecretReference.InSecretsManager(secret, "eu-central-1", ""),
            new SecretReference.InSecretsManager(secret, "eu-central-1", "token"),
            new SecretReference.InParameter(parameter, "us-gov-west-1")),
        asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:",
        "env:a-b",
        "file:/",
        "arn:aws:secretsmanager:eu-central-1:1:secret:x",
        "arn:aws:ssm:eu-central-1:123456789012:document/x"
      })
  void what_begins_like_one_and_is_none_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SecretReference.parse(text));
  }
}
