package io.tapevault.siem.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://siem.example/hook?a=b%20c",
        "HTTPS://siem.example",
        "http://127.0.0.1:8080/",
        "http://localhost",
        "http://[::1]:9/x"
      })
  void a_safe_address_is_taken(String uri) {
    assertEquals(new WebhookAddress(URI.create(uri), List.of()), WebhookAddress.parse(uri));
    assertEquals(URI.create(uri), WebhookAddress.parse(uri + "#" + SECRET).endpoint());
    assertEquals(1, WebhookAddress.parse(uri + "#" + SECRET).secrets().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "siem.example/private",
        "http://siem.example/private",
        "http://127.0.0.1.siem.example/private",
        "ftp://siem.example/private",
        "file:///private",
        "https:/private",
        "https://private@siem.example/",
        "https://siem.example/private path",
        "https://siem.example/#private",
        "https://siem.example/#whsec_private",
        "https://siem.example/#whsec_cHJpdmF0ZQ==",
        "https://siem.example/#" + SECRET + ",private"
      })
  void another_address_is_refused_without_a_word_of_it(String uri) {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> WebhookSink.at(uri, InstantSource.system()));
    assertFalse(refused.toString().contains("private"), refused.toString());
    assertNull(refused.getCause());
  }

  @Test
  void nothing_shows_a_secret() {
    WebhookAddress address = WebhookAddress.parse("https://siem.example/token#" + SECRET);
    assertEquals("an address", address.toString());
    assertFalse(address.secrets().toString().contains("MfKQ"));
  }

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
}
