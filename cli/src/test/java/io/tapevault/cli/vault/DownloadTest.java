package io.tapevault.cli.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.cli.Tapevault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `recordings get` over connections that break.
@Timeout(60)
final class DownloadTest {

  private static final String NO_EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"events\":[]}";

  @TempDir private Path folder;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final StringWriter err = new StringWriter();

  /// Gives one answer after another, each on a connection that ends behind it.
  private ServerSocket answering(String... answers) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(server, List.of(answers)));
    return server;
  }

  private void serve(ServerSocket server, List<String> answers) {
    for (String answer : answers) {
      try (Socket socket = server.accept()) {
        heads.add(head(socket.getInputStream()));
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    return head.toString(ISO_8859_1);
  }

  private int get(ServerSocket server, Path to) {
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err, true))
        .execute(
            "recordings",
            "get",
            "s-1",
            "-o",
            to.toString(),
            "--vault",
            "http://127.0.0.1:" + server.getLocalPort());
  }

  @Test
  void what_breaks_off_goes_on_where_it_was_if_it_is_still_the_same() throws Exception {
    try (ServerSocket server =
        answering(
            "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234",
            "HTTP/1.1 206 Part\r\nETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789",
            NO_EVENTS)) {
      Path got = folder.resolve("got");
      assertEquals(0, get(server, got), err.toString());
      assertEquals("0123456789", Files.readString(got));
      assertTrue(heads.get(1).contains("range: bytes=5-"), heads.get(1));
      assertTrue(heads.get(1).contains("if-range: \"v1\""), heads.get(1));
      assertTrue(err.toString().contains("it goes on where it broke off"), err.toString());
    }
  }

  @Test
  void what_is_another_one_by_then_is_begun_anew() throws Exception {
    try (ServerSocket server =
        answering(
            "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234",
            "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 3\r\n\r\nabc",
            NO_EVENTS)) {
      Path got = folder.resolve("got");
      assertEquals(0, get(server, got), err.toString());
      assertEquals("abc", Files.readString(got));
    }
  }

  @Test
  void another_process_goes_on_too_and_what_cannot_be_had_leaves_no_output() throws Exception {
    Path got = folder.resolve("got");
    String broken = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n01234";
    try (ServerSocket server = answering(broken, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) {
      assertEquals(1, get(server, got));
      assertTrue(Files.notExists(got));
    }
    try (ServerSocket server =
        answering(
            "HTTP/1.1 206 Part\r\nETag: \"v1\"\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789",
            NO_EVENTS)) {
      assertEquals(0, get(server, got), err.toString());
      assertEquals("0123456789", Files.readString(got));
    }
  }

  @Test
  void a_vault_that_derives_it_first_is_waited_for() throws Exception {
    try (ServerSocket server =
        answering(
            "HTTP/1.1 202 Later\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
            NO_EVENTS)) {
      assertEquals(0, get(server, folder.resolve("got")), err.toString());
      assertTrue(err.toString().contains("waits for it"), err.toString());
    }
  }
}
