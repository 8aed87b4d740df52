package io.tapevault.siem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiemAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://siem.example/hook?a=b%20c",
        "HTTPS://siem.example",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/",
        "http://127.0.0.1:8080/",
        "http://localhost",
        "http://[::1]:9/x"
      })
  void a_safe_address_is_taken(String uri) {
    assertEquals(URI.create(uri), SiemAddress.parse(uri, "").endpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "siem.example/private",
        "http://siem.example/private",
        "http://127.0.0.1.siem.example/private",
        "http://127.0.0.2/private",
        "ftp://siem.example/private",
        "file:///private",
        "https:/private",
        "https://private@siem.example/",
        "https://siem.example/private path",
        "https://siem.example/#private",
        "https://siem.example:0/private",
        "https://siem.example:65536/private",
        "https://10.0.0.1/private"
      })
  void another_address_is_refused_without_a_word_of_it(String uri) {
    var refused = assertThrows(IllegalArgumentException.class, () -> SiemAddress.parse(uri, ""));
    assertFalse(refused.toString().contains("private"), refused.toString());
    assertNull(refused.getCause());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "[fd00:ec2::254]",
        "169.254.170.2",
        "127.0.0.1",
        "[::1]",
        "0.0.0.0",
        "[::]",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[fe80::1]",
        "[fc00::1]",
        "[fdff::1]",
        "[ff02::1]",
        "[::ffff:169.254.169.254]",
        "[::a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::1]"
      })
  void an_address_that_is_not_of_the_public_internet_is_refused_unless_it_is_allowed(String host) {
    String uri = "https://" + host + "/x";
    var refused = assertThrows(IllegalArgumentException.class, () -> SiemAddress.parse(uri, ""));
    assertTrue(refused.toString().contains("allow has to name it"), refused.toString());
    String literal = host.replaceAll("[\\[\\]]", "");
    assertEquals(URI.create(uri), SiemAddress.parse(uri, literal).endpoint());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.0.0.0/12, 10.15.0.1, true",
    "10.0.0.0/12, 10.16.0.1, false",
    "fd12::/16, fd12:ffff::1, true",
    "fd12::/16, fd13::1, false",
    "0.0.0.0/0, 10.0.0.1, true",
    "0.0.0.0/0, fd12::1, false",
    "169.254.0.0/16, 169.254.1.1, true",
    "169.254.0.0/16, 169.254.169.254, false",
    "169.254.169.254, 169.254.169.254, true",
    "fd00::/8, fd00:ec2::254, false",
    "8.8.8.8, 10.0.0.1, false",
    "8.8.8.8, 9.9.9.9, true"
  })
  void a_network_holds_what_begins_with_its_bits_and_no_credentials(
      String allow, String address, boolean allowed) {
    assertEquals(
        allowed, Networks.parse(allow + ", 192.0.2.1").hold(InetAddress.ofLiteral(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "siem.example"})
  void what_is_no_network_is_refused_without_a_word_of_it(String allow) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Networks.parse(allow));
    assertFalse(refused.toString().contains(allow), refused.toString());
    assertNull(refused.getCause());
  }

  @Test
  void a_name_that_means_such_an_address_is_refused_when_it_is_asked() throws Exception {
    assertEquals(
        "its address 127.0.0.1 is not of the public internet; where it is meant, allow has to name it",
        SiemAddress.parse("https://localhost/x", "::1").refusal().orElseThrow());
    assertTrue(SiemAddress.parse("https://localhost/x", "127.0.0.1,::1").refusal().isEmpty());
    assertTrue(SiemAddress.parse("http://localhost/x", "").refusal().isEmpty());
  }

  @Test
  void nothing_shows_a_secret() {
    assertEquals("an address", SiemAddress.parse("https://siem.example/token", "").toString());
  }
}
