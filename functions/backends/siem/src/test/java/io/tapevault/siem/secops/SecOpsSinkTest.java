package io.tapevault.siem.secops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Against a stand-in that is made of Google's documentation.
class SecOpsSinkTest extends EventSinkContract {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern UID = Pattern.compile("\"uid\":\\{\"value\":\"([^\"]+)\"");
  private static final Pattern DATA = Pattern.compile("\"data\":\"([^\"]*)\"");
  private static final String FORWARDER = "projects/p/locations/us/instances/i/forwarders/f";
  private static final String IMPORT =
      "https://chronicle.us.rep.googleapis.com/v1alpha/projects/p/locations/us/instances/i/logTypes/TELEPORT/logs:import";
  private static final KeyPair KEYS = keys();

  private static @Nullable FaultySiem login;

  @BeforeAll
  static void start() throws IOException {
    login = FaultySiem.start(Answer.saying(200, "{\"access_token\":\"t-1\",\"expires_in\":3599}"));
  }

  @AfterAll
  static void end() throws IOException {
    login().close();
  }

  private static FaultySiem login() {
    return Optional.ofNullable(login).orElseThrow();
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key() {
    return "{\"type\":\"service_account\",\"private_key_id\":\"k1\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n"
        + Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded())
        + "\\n-----END PRIVATE KEY-----\\n\",\"client_email\":\"vault@p.iam.gserviceaccount.com\",\"x\":[1]}";
  }

  private static SinkSpec spec(String secret, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("forwarder", FORWARDER);
    options.put("login", login().uri().toString());
    options.putAll(more);
    return new SinkSpec("soc", SinkType.SECOPS, options, secret);
  }

  @Override
  protected EventSink open(URI address, Duration patience) {
    String logs =
        "http://%s%s/instances/i/logTypes/TELEPORT/logs:import?%s"
            .formatted(address.getRawAuthority(), address.getRawPath(), address.getRawQuery());
    return SecOpsSink.open(
        spec(key(), Map.of(SinkSpec.ADDRESS, logs)),
        InstantSource.fixed(Events.NOON),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  @Override
  protected List<String> uids(Request request) {
    return UID.matcher(request.body()).results().map((MatchResult one) -> one.group(1)).toList();
  }

  @Override
  protected Answer taking() {
    return Answer.saying(200, "{}");
  }

  /// What is of SecOps alone.
  @Nested
  class OfSecOps {

    @Test
    void an_event_is_a_raw_log() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        String one =
            "{\"event\":\"x\",\"uid\":\"1\",\"sid\":\"s\",\"time\":\"2026-03-01T11:00:00Z\",\"é\":\"😀\"}";
        open(siem.uri(), LONG).deliver(List.of(outgoing(Events.event(one))));
        Request request = siem.requests().getFirst();
        assertEquals(
            "{\"inlineSource\":{\"forwarder\":\""
                + FORWARDER
                + "\",\"logs\":[{\"data\":\""
                + Base64.getEncoder().encodeToString(one.getBytes(UTF_8))
                + "\",\"logEntryTime\":\"2026-03-01T11:00:00Z\","
                + "\"collectionTime\":\"2026-03-01T12:00:00Z\","
                + "\"labels\":{\"uid\":{\"value\":\"1\"},\"session\":{\"value\":\"s\"}}}]}}",
            request.body());
        assertEquals("Bearer t-1", request.header("authorization"));
      }
    }

    @Test
    void a_log_is_never_collected_before_it_was_written() throws IOException {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        Instant ahead = Events.NOON.plusSeconds(60);
        open(siem.uri(), LONG)
            .deliver(
                List.of(
                    outgoing(Events.login(1, ahead)),
                    outgoing(Events.event("{\"event\":\"x\"}", Instant.MAX))));
        String body = siem.requests().getFirst().body();
        assertTrue(
            body.contains(
                "\"logEntryTime\":\"2026-03-01T12:01:00Z\",\"collectionTime\":\"2026-03-01T12:01:00Z\""),
            body);
        assertTrue(
            body.contains(
                "\"logEntryTime\":\"2026-03-01T12:00:00Z\",\"collectionTime\":\"2026-03-01T12:00:00Z\""),
            body);
        assertEquals(2, DATA.matcher(body).results().count());
      }
    }

    @Test
    void the_login_is_shown_what_only_the_account_can_sign() throws Exception {
      try (FaultySiem siem = FaultySiem.start(taking())) {
        open(siem.uri(), LONG).deliver(events(1));
      }
      String form = login().requests().getLast().body();
      assertTrue(
          form.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"), form);
      String assertion = URLDecoder.decode(form.replaceAll(".*assertion=([^&]+).*", "$1"), UTF_8);
      String[] parts = assertion.split("\\.", -1);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(KEYS.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
      assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])));
      assertEquals(
          "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}"
              + "{\"iss\":\"vault@p.iam.gserviceaccount.com\","
              + "\"scope\":\"https://www.googleapis.com/auth/cloud-platform\",\"aud\":\""
              + login().uri()
              + "\",\"iat\":1772366400,\"exp\":1772370000}",
          decoded(parts[0]) + decoded(parts[1]));
    }

    private static String decoded(String part) {
      return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }

    @Test
    void what_cannot_be_is_said_at_once_without_a_word_of_the_key() {
      for (SinkSpec wrong :
          List.of(
              spec(key(), Map.of(SinkSpec.ADDRESS, "https://chronicle.us.rep.googleapis.com/")),
              spec(key(), Map.of(SinkSpec.ADDRESS, IMPORT, "forwarder", "f")),
              spec("c2VjcmV0", Map.of(SinkSpec.ADDRESS, IMPORT)),
              spec(
                  "{\"client_email\":\"c2VjcmV0\",\"private_key\":\"c2VjcmV0\"}",
                  Map.of(SinkSpec.ADDRESS, IMPORT)))) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SecOpsSink.check(wrong));
        assertFalse(refused.toString().contains("c2VjcmV0"), refused.toString());
      }
      SecOpsSink.check(spec(key(), Map.of(SinkSpec.ADDRESS, IMPORT)));
    }
  }
}
