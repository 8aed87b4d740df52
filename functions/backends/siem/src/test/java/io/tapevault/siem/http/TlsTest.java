package io.tapevault.siem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

  private Identity server;
  private Identity client;
  private FaultySiem siem;

  TlsTest(@TempDir Path folder) throws Exception {
    server = Identity.make(folder, "server");
    client = Identity.make(folder, "client");
    siem = FaultySiem.start(Answer.status(200), server.trusting(client));
  }

  @AfterAll
  void stop() throws IOException {
    siem.close();
  }

  private SinkSpec spec(Map<String, String> tls) {
    Map<String, String> options = new HashMap<>(tls);
    options.put(SinkSpec.ADDRESS, siem.uri().toString());
    options.put(SinkSpec.ALLOW, "127.0.0.1");
    return new SinkSpec("soc", SinkType.WEBHOOK, options, null);
  }

  private Delivery post(Map<String, String> tls) {
    return SiemHttp.to(spec(tls), InstantSource.system(), Timeouts.DEFAULT)
        .post(new Request(List.of(), new byte[1], Map.of()), Reading.STATUS);
  }

  @Test
  void a_private_ca_and_a_clients_certificate_are_what_such_a_siem_asks_for()
      throws GeneralSecurityException {
    assertEquals(
        new Delivery.Delivered(),
        post(
            Map.of(
                SinkSpec.CA, server.certificate(),
                SinkSpec.CERTIFICATE, client.certificate(),
                SinkSpec.KEY, client.key())));
  }

  @Test
  void a_server_that_nobody_known_signed_is_down_and_gets_nothing()
      throws GeneralSecurityException {
    for (Map<String, String> tls :
        List.of(
            Map.<String, String>of(),
            Map.of(SinkSpec.CA, client.certificate()),
            Map.of(SinkSpec.CERTIFICATE, client.certificate(), SinkSpec.KEY, client.key()))) {
      int before = siem.requests().size();
      assertEquals(
          new Delivery.Down(
              "its certificate is of another host, has expired, or is signed by nobody known: see"
                  + " ca"),
          post(tls));
      assertEquals(before, siem.requests().size());
    }
  }

  @Test
  void without_its_certificate_a_client_is_sent_away() throws GeneralSecurityException {
    int before = siem.requests().size();
    assertInstanceOf(Delivery.TryAgain.class, post(Map.of(SinkSpec.CA, server.certificate())));
    assertEquals(before, siem.requests().size());
  }

  @Test
  void what_cannot_be_is_said_at_once_without_a_word_of_the_key() throws GeneralSecurityException {
    String certificate = client.certificate();
    for (Map<String, String> tls :
        List.of(
            Map.of(SinkSpec.KEY, client.key()),
            Map.of(SinkSpec.CA, "c2VjcmV0"),
            Map.of(SinkSpec.CA, client.key()),
            Map.of(SinkSpec.CERTIFICATE, certificate, SinkSpec.KEY, "c2VjcmV0"),
            Map.of(SinkSpec.CERTIFICATE, certificate, SinkSpec.KEY, server.key()),
            Map.of(
                SinkSpec.CERTIFICATE,
                certificate,
                SinkSpec.KEY,
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"))) {
      var refused = assertThrows(IllegalArgumentException.class, () -> SiemHttp.check(spec(tls)));
      assertFalse(refused.toString().contains("c2VjcmV0"), refused.toString());
    }
  }
}
