package io.tapevault.local.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// What the system says of a place where nobody can listen, in words that help.
final class ListeningTest {

  private static String said(String address, int port) throws Exception {
    Listening listening = new Listening(address, port, null, null);
    BindException why =
        assertThrows(
            BindException.class, () -> HttpFront.bind(listening, HttpFront.Waits.DEFAULT).close());
    return listening.notTaken(why);
  }

  @Test
  void an_address_of_another_machine_is_said_to_be_one() throws Exception {
    // RFC 5737: nobody has it.
    assertEquals(
        "192.0.2.1 is no address of this machine; 0.0.0.0 is all that it has, which `ip address`"
            + " lists",
        said("192.0.2.1", 0));
  }

  @Test
  void a_port_that_is_taken_is_said_to_be() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertEquals(
          "port " + port + " is taken; choose another with --port, or 0 for any that is free",
          said("127.0.0.1", port));
    }
  }

  @Test
  void a_port_that_needs_a_right_is_not_said_to_be_taken() throws Exception {
    assertEquals(
        "port 443 may not be listened at by this user; choose one from 1024 on",
        new Listening("127.0.0.1", 443, null, null)
            .notTaken(new BindException("Permission denied")));
  }
}
