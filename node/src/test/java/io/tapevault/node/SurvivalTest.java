package io.tapevault.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.node.audit.AuditTail;
import io.tapevault.node.audit.Limits;
import io.tapevault.node.health.Heartbeat;
import io.tapevault.node.health.Report;
import io.tapevault.node.health.Turns;
import io.tapevault.node.vault.VaultClient;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// No part of a node ends because of a fault of ours. (Recordings: `BackgroundTest`.)
@Timeout(60)
final class SurvivalTest {

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final FaultyClient vault = new FaultyClient();

  private interface Part {
    void run(Turns turns) throws InterruptedException;
  }

  @Test
  void the_served_configuration_is_asked_for_again() throws Exception {
    assertSurvives(new ServedConfig(vault, log::add, new Random(1))::run);
  }

  @Test
  void the_next_heartbeat_comes() throws Exception {
    Report report =
        new Report(
            "web-1",
            Instant.EPOCH,
            Duration.ZERO,
            new TreeMap<>(),
            new Report.Traffic(0, 0, List.of()));
    assertSurvives(new Heartbeat(vault, () -> report, new Random(1))::run);
  }

  @Test
  void the_audit_log_is_followed_further(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.log"), "{\"event\":\"x\"}\n");
    AuditTail.Around around =
        new AuditTail.Around(InstantSource.system(), new Random(1), log::add, Limits.DEFAULT);
    assertSurvives(new AuditTail(List.of(folder), folder, vault, around)::run);
  }

  private void assertSurvives(Part part) throws InterruptedException {
    Turns turns = new Turns("it", log::add, new Random(1));
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                part.run(turns);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    vault.thrice.await();
    thread.interrupt();
    thread.join();
    long told = log.stream().filter(line -> line.startsWith("a fault of this node (it): ")).count();
    assertTrue(told >= 2, log::toString);
  }

  private static final class FaultyClient implements VaultClient {
    private final CountDownLatch thrice = new CountDownLatch(3);

    @Override
    public Answer ask(String method, String path, Map<String, String> headers, byte[] body) {
      thrice.countDown();
      throw new IllegalStateException("odd");
    }

    @Override
    public Answer send(String method, URI url, Map<String, String> headers, BodyPublisher body) {
      throw new IllegalStateException("odd");
    }
  }
}
