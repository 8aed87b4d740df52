package io.tapevault.local.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.forwarding.secrets.Unresolved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalSecretsTest {

  @TempDir private Path folder;
  private final LocalSecrets secrets = new LocalSecrets(Map.of("SOC", "s-1", "EMPTY", ""));

  private String read(String reference) {
    return secrets.read(SecretReference.parse(reference).orElseThrow());
  }

  private String refusal(String reference) {
    return String.valueOf(assertThrows(Unresolved.class, () -> read(reference)).getMessage());
  }

  @Test
  void a_secret_is_in_the_environment_or_in_a_file() throws IOException {
    assertEquals("s-1", read("env:SOC"));
    Path file = Files.writeString(folder.resolve("soc"), " s 2\r\n");
    assertEquals(" s 2", read("file:" + file));
  }

  @Test
  void what_is_not_there_is_named() throws IOException {
    assertTrue(refusal("env:NONE").contains("variable NONE"), refusal("env:NONE"));
    assertTrue(refusal("env:EMPTY").contains("variable EMPTY"), refusal("env:EMPTY"));
    Path none = folder.resolve("none");
    assertTrue(refusal("file:" + none).contains(none.toString()), refusal("file:" + none));
    assertTrue(refusal("file:" + folder).contains("cannot be read"), refusal("file:" + folder));
    Path large = Files.writeString(folder.resolve("large"), "x".repeat(70_000));
    assertTrue(refusal("file:" + large).contains("too large"), refusal("file:" + large));
    String arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/siem/soc";
    assertTrue(refusal(arn).contains("env:NAME"), refusal(arn));
  }
}
