package io.tapevault.node.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The case proxy-from-the-environment.
@Timeout(60)
final class ProxyTest {

  private static final String LIST = ".internal,10.0.0.0/8,[::1],127.0.0.1:1234,fd00::/8,a.b:8443";

  private final List<String> log = new ArrayList<>();

  @Test
  void proxy_from_the_environment() throws Exception {
    try (Wire proxy = Wire.answering(Wire.head(502));
        Wire inside = Wire.answering("")) {
      Map<String, String> environment =
          Map.of(
              "HTTPS_PROXY", "http://127.0.0.1:" + proxy.port(),
              "NO_PROXY", ".internal,10.0.0.0/8,[::1],127.0.0.1:" + inside.port());
      Unanswered outside = ask("https://vault.example", environment);
      assertEquals(
          List.of("CONNECT vault.example:443 HTTP/1.1"),
          proxy.heads().stream().map(head -> head.lines().findFirst().orElse("")).toList());
      assertTrue(
          outside
              .why()
              .startsWith("vault.example through the proxy 127.0.0.1:" + proxy.port() + ": "),
          outside.why());
      ask("https://a.internal", environment);
      ask("https://[::1]:" + inside.port(), environment);
      ask("https://127.0.0.1:" + inside.port(), environment);
      assertEquals(Set.of("TLS"), Set.copyOf(inside.heads()));
      assertEquals(1, proxy.heads().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://vault.example,           true",
    "https://internal.example,        true",
    "https://xinternal,               true",
    "https://a.internal,              false",
    "https://A.Internal.,             false",
    "https://internal,                false",
    "https://10.1.2.3,                false",
    "https://11.1.2.3,                true",
    "https://[::1]:5,                 false",
    "https://[fd00::7]:5,             false",
    "https://[fe00::7]:5,             true",
    "https://127.0.0.1:1234,          false",
    "https://localhost,               false",
    "https://a.b,                     true",
    "https://a.b:8443,                false",
    "https://c.a.b:8443,              false",
    "http://127.0.0.1:5,              false"
  })
  void what_no_proxy_lists_is_reached_directly(URI uri, boolean proxied) {
    EnvironmentProxies proxies =
        EnvironmentProxies.of(Map.of("https_proxy", "p.example:3128", "no_proxy", LIST));
    assertEquals(
        proxied ? "[HTTP @ p.example/<unresolved>:3128]" : "[DIRECT]",
        proxies.select(uri).toString());
  }

  @Test
  void a_star_is_everything_and_lower_case_goes_first() {
    assertEquals(
        "[DIRECT]",
        EnvironmentProxies.of(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "*"))
            .select(URI.create("https://a"))
            .toString());
    assertEquals(
        "[HTTP @ q/<unresolved>:80]",
        EnvironmentProxies.of(Map.of("HTTPS_PROXY", "p:1", "https_proxy", "http://q"))
            .select(URI.create("https://a"))
            .toString());
    assertEquals(
        "[DIRECT]", EnvironmentProxies.of(Map.of()).select(URI.create("https://a")).toString());
  }

  @Test
  void a_proxy_is_given_its_user_and_password_and_a_407_is_told_without_them() throws Exception {
    try (Wire proxy = Wire.answering(Wire.head(407, "Proxy-Authenticate: Basic realm=\"x\""))) {
      Unanswered answer =
          ask(
              "https://vault.example",
              Map.of("HTTPS_PROXY", "http://eve:p%40ss+word@127.0.0.1:" + proxy.port()));
      assertEquals(
          "the proxy 127.0.0.1:"
              + proxy.port()
              + " answers 407: it wants a user and a password, or others than HTTPS_PROXY has",
          answer.why());
      // printf 'eve:p@ss+word' | base64
      assertTrue(
          proxy
              .heads()
              .getFirst()
              .toLowerCase(Locale.ROOT)
              .contains("proxy-authorization: basic zxzlonbac3mrd29yza=="),
          proxy.heads()::toString);
      assertFalse((log + answer.why()).contains("ss+word"));
    }
  }

  @Test
  void a_proxy_that_is_none_is_refused_without_its_value() {
    for (String text : List.of("socks5://eve:secret@p:1", "http://eve:se cret@p", "https://p:1")) {
      String message =
          String.valueOf(
              assertThrows(
                      IllegalArgumentException.class,
                      () -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", text)))
                  .getMessage());
      assertTrue(message.startsWith("HTTPS_PROXY is no proxy"), message);
      assertFalse(message.contains("cret"), message);
    }
  }

  private Unanswered ask(String vault, Map<String, String> environment) throws Exception {
    VaultClient client =
        new HttpVaultClient(
            URI.create(vault),
            new Auth.None(),
            environment,
            new HttpVaultClient.Surroundings(
                InstantSource.system(), log::add, Duration.ofSeconds(20)));
    return (Unanswered) client.ask("GET", "/v1/config", Map.of(), new byte[0]);
  }
}
