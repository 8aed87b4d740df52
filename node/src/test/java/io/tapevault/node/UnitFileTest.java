package io.tapevault.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The systemd unit that we ship.
@Timeout(60)
final class UnitFileTest {

  private static final Path UNIT =
      Path.of(System.getProperty("basedir", ".")).resolve("src/main/dist/tapevault-node.service");

  @Test
  void it_starts_again_stops_gently_and_may_do_little() throws IOException {
    List<String> needed =
        List.of(
            "CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_FOWNER",
            "ExecStart=/opt/tapevault/bin/tapevault node run --config /etc/tapevault/node.yaml",
            "KillSignal=SIGTERM",
            "LockPersonality=yes",
            "NoNewPrivileges=yes",
            "PrivateDevices=yes",
            "PrivateTmp=yes",
            "ProtectHome=yes",
            "ProtectSystem=strict",
            "Restart=always",
            "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
            "StateDirectory=tapevault-node",
            "SuccessExitStatus=143",
            "SystemCallFilter=@system-service",
            "UMask=0077");
    TreeSet<String> missing = new TreeSet<>(needed);
    Files.readAllLines(UNIT).forEach(missing::remove);
    assertEquals(new TreeSet<>(), missing);
  }

  @Test
  void systemd_reads_it_and_finds_it_little_exposed() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "there is no systemd-analyze");
    // Of 100; what it may do to the spool is most of it.
    Process exposure =
        new ProcessBuilder(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=25",
                UNIT.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(exposure.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, exposure.waitFor(), said);
    assertEquals(
        List.of(),
        said.lines()
            .filter(line -> line.contains("Unknown") || line.contains("ignoring"))
            .toList());
  }
}
