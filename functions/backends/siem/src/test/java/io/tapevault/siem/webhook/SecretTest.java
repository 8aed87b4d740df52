package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Test
  void a_signature_is_that_of_the_standard() {
    // Computed with Python's hmac.
    assertEquals(
        "v1,iJKBB6P/QlwBUm8lZ9Szzwn948E22o1+Ohqwhz/cFVw=",
        Secret.parse(SECRET)
            .signature(
                "msg_1",
                1795356000,
                "[{\"event\":\"user.login\",\"uid\":\"u-1\"}]".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "private", "whsec_private", "whsec_cHJpdmF0ZQ=="})
  void what_is_no_secret_is_refused_without_a_word_of_it(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Secret.parse(text));
    assertFalse(refused.toString().contains("cHJpdmF0ZQ"), refused.toString());
    assertFalse(refused.toString().contains("private"), refused.toString());
    assertNull(refused.getCause());
  }

  @Test
  void nothing_shows_a_secret() {
    assertEquals("a secret", Secret.parse(SECRET).toString());
  }
}
