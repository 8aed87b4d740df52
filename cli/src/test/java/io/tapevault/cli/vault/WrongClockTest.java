package io.tapevault.cli.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway that refuses signatures of another time than its own, asked by a machine whose clock
/// is wrong.
@Timeout(60)
final class WrongClockTest {

  private static final Pattern SIGNED = Pattern.compile("(?i)x-amz-date: (\\d{8}T\\d{6}Z)");
  private static final DateTimeFormatter OF_SIGNATURES =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX");

  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void credentials() {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void forget() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private ServerSocket gateway(Duration ahead, boolean permits) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(server, ahead, permits));
    return server;
  }

  private void serve(ServerSocket server, Duration ahead, boolean permits) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        String head = head(socket.getInputStream());
        heads.add(head);
        socket.getOutputStream().write(answer(head, wholeSecond().plus(ahead), permits));
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  // A Date has no more: what it would cut off would be a part of the difference.
  private static Instant wholeSecond() throws InterruptedException {
    Thread.sleep(1_000 - System.currentTimeMillis() % 1_000);
    return Instant.now();
  }

  private static byte[] answer(String head, Instant now, boolean permits) {
    Matcher signed = SIGNED.matcher(head);
    Instant at =
        signed.find() ? OF_SIGNATURES.parse(signed.group(1), Instant::from) : Instant.EPOCH;
    Duration off = Duration.between(at, now);
    boolean fresh = off.abs().toMinutes() < 5;
    String body =
        fresh && permits
            ? "{\"events\":[]}"
            : fresh
                ? "{\"message\":\"User: x is not authorized\"}"
                : off.isNegative()
                    ? "{\"message\":\"Signature not yet current: x is still later than y\"}"
                    : "{\"message\":\"Signature expired: x is now earlier than y\"}";
    String answer =
        "HTTP/1.1 %d x\r\nDate: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(
                fresh && permits ? 200 : 403,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC)),
                body.length(),
                body);
    return answer.getBytes(UTF_8);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.read());
    }
    return head.toString(ISO_8859_1);
  }

  private int search(ServerSocket server) {
    return Tapevault.commandLine()
        .setErr(new PrintWriter(err, true))
        .setOut(new PrintWriter(new StringWriter(), true))
        .execute(
            "events",
            "search",
            "--auth",
            "aws",
            "--region",
            "eu-central-1",
            "--vault",
            "http://127.0.0.1:" + server.getLocalPort());
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void it_is_asked_again_for_the_time_of_the_vault_and_the_difference_is_said(int minutes)
      throws Exception {
    try (ServerSocket server = gateway(Duration.ofMinutes(minutes), true)) {
      assertEquals(0, search(server), err.toString());
      assertEquals(2, heads.size());
      assertTrue(
          err.toString()
              .matches(
                  "(?s).*the clock of this machine is (599|60\\d) s (behind|ahead of) the vault's.*"),
          err.toString());
      assertTrue(err.toString().contains(minutes < 0 ? "ahead of" : "behind"), err.toString());
    }
  }

  @Test
  void another_refusal_is_not_asked_again_and_says_why() throws Exception {
    try (ServerSocket server = gateway(Duration.ZERO, false)) {
      assertEquals(1, search(server));
      assertEquals(1, heads.size());
      assertTrue(err.toString().contains("403"), err.toString());
      assertTrue(err.toString().contains("User: x is not authorized"), err.toString());
    }
  }
}
