package io.tapevault.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapevault.cli.output.ByteProgress;
import io.tapevault.cli.process.TemporaryFolder;
import io.tapevault.cli.recordings.FileSource;
import io.tapevault.cli.vault.Download;
import io.tapevault.cli.vault.Finding;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.event.Sha256;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.store.Bandwidth;
import io.tapevault.node.recordings.store.Store;
import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.recordings.store.VaultStore;
import io.tapevault.recording.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Goes the whole way through a vault with one marked event and one recording of a line: both stay
/// in it, for nothing can be taken out.
final class EndToEnd {

  private static final ObjectMapper JSON = new ObjectMapper();
  static final String TYPE = "tapevault.doctor";
  // A first call starts functions; a recording is looked through before it is confirmed.
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String RIGHTS =
      "a stack on AWS names the policies IngestPolicyArn and AuditPolicyArn in its outputs: attach"
          + " them to who asks";

  private final VaultAddress vault;
  private final String marker = UUID.randomUUID().toString();
  private final SessionId sid = SessionId.parse(marker).orElseThrow();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final List<Finding> findings = new ArrayList<>();

  EndToEnd(VaultAddress vault) {
    this.vault = vault;
  }

  /// What is done, and what it found; an [IOException] says what is wrong.
  private interface Step {
    String done() throws IOException, InterruptedException;
  }

  List<Finding> findings() throws IOException, InterruptedException {
    if (step("post", this::post)) {
      step("search", this::search);
    }
    try (TemporaryFolder folder = TemporaryFolder.create("tapevault-doctor-")) {
      Digest sent = step(folder.path().resolve("cast"));
      if (sent != null) {
        step("play", () -> play(folder.path().resolve("played")));
        step("verify", () -> verify(folder.path().resolve("got"), sent));
      }
    }
    Optional<String> clock = vault.client().clockTrouble();
    findings.add(
        clock.isPresent()
            ? Finding.bad("clock", clock.get(), "events of this machine have wrong times")
            : Finding.well("clock", "it is that of the vault"));
    return findings;
  }

  private boolean step(String about, Step step) throws InterruptedException {
    try {
      findings.add(Finding.well(about, step.done()));
      return true;
    } catch (IOException e) {
      findings.add(Finding.bad(about, String.valueOf(e.getMessage()), todo(e)));
      return false;
    }
  }

  static String todo(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("answered 403")
        ? RIGHTS
        : why.contains("we lack a right")
            ? "the log of the function names the right that its role lacks: deploy again"
            : "";
  }

  private String post() throws IOException, InterruptedException {
    JsonNode answer = vault.ask("POST", "/v1/events", JSON.writeValueAsBytes(event()));
    if (answer.path("accepted").asInt() != 1) {
      throw new IOException("the event was not accepted: " + answer);
    }
    return "one event, " + TYPE + " " + marker;
  }

  private ObjectNode event() {
    return JSON.createObjectNode()
        .put("event", TYPE)
        .put("uid", marker)
        .put("time", now.toString())
        .put("message", "tapevault doctor looks whether this vault keeps what it is sent");
  }

  /// It is found by its type, and is what was sent.
  private String search() throws IOException, InterruptedException {
    String path =
        "/v1/events?type="
            + TYPE
            + "&from="
            + VaultAddress.encoded(now.minusSeconds(1).toString())
            + "&to="
            + VaultAddress.encoded(now.plusSeconds(1).toString());
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      for (JsonNode found : vault.get(path).path("events")) {
        if (found.path("uid").asText().equals(marker)) {
          for (var sent : event().properties()) {
            if (!sent.getValue().equals(found.path(sent.getKey()))) {
              throw new IOException("the event was found with another " + sent.getKey());
            }
          }
          return "it is found as it was sent";
        }
      }
      if (Instant.now().isAfter(end)) {
        throw new IOException("the event is not found " + PATIENCE.toSeconds() + " s after");
      }
      Thread.sleep(PAUSE);
    }
  }

  private @Nullable Digest step(Path cast) throws IOException, InterruptedException {
    Files.writeString(
        cast,
        "{\"version\":2,\"width\":80,\"height\":24}\n[0.5,\"o\",\"tapevault doctor "
            + marker
            + "\\r\\n\"]\n");
    try (FileChannel channel = FileChannel.open(cast, StandardOpenOption.READ)) {
      FileSource source = new FileSource(channel, position -> {});
      Digest digest = Digest.of(source);
      return step("upload", () -> upload(source, digest)) ? digest : null;
    }
  }

  private String upload(FileSource source, Digest digest) throws IOException, InterruptedException {
    Bandwidth unlimited = new Bandwidth(System::nanoTime, Thread::sleep, () -> Long.MAX_VALUE);
    Store store = new VaultStore(vault.client(), "", unlimited);
    Store.Shipment shipment = new Store.Shipment(sid, digest, source, new InOnePiece());
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      switch (store.store(shipment)) {
        case Outcome.Confirmed() -> {
          return "a recording of " + digest.size() + " bytes, which the vault confirms";
        }
        case Outcome.OtherBytes(String which, boolean told) ->
            throw new IOException("the session has another recording: " + which);
        case Outcome.Unlike(String why) -> throw new IOException(why);
        case Outcome.Refused(String why) -> throw new IOException(why);
        case Outcome.TryAgain(String why, boolean everybody, Duration after) -> {
          if (Instant.now().isAfter(end) || why.contains("403")) {
            throw new IOException(why);
          }
          Thread.sleep(after.compareTo(PAUSE) > 0 ? after : PAUSE);
        }
      }
    }
  }

  private String play(Path to) throws IOException, InterruptedException {
    String played = new String(fetched(to, "recording.cast").toByteArray(), UTF_8);
    if (!played.contains("tapevault doctor " + marker)) {
      throw new IOException("the recording shows something else than it should");
    }
    return "the recording shows its line";
  }

  private String verify(Path to, Digest sent) throws IOException, InterruptedException {
    String sha256 = Sha256.of(fetched(to, "recording").toByteArray());
    if (!sha256.equals(sent.sha256())) {
      throw new IOException("the recording came back as other bytes: sha256 " + sha256);
    }
    for (JsonNode event : vault.get("/v1/sessions/" + marker + "/events").path("events")) {
      if (event.path("event").asText().equals("session.upload")) {
        if (!event.path("sha256").asText().equals(sha256)) {
          throw new IOException("the log tells of other bytes: " + event.path("sha256").asText());
        }
        return "the same bytes, and the log tells of them: sha256 " + sha256;
      }
    }
    throw new IOException("the log does not tell of the recording: no session.upload");
  }

  private ByteArrayOutputStream fetched(Path part, String what)
      throws IOException, InterruptedException {
    try (ByteProgress progress = new ByteProgress("got", -1, false)) {
      Download download = new Download(vault, part, progress, line -> {});
      download.fetch("/v1/sessions/" + marker + "/" + what);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      download.unpack(bytes);
      return bytes;
    }
  }

  /// It is too small for parts.
  private static final class InOnePiece implements Store.Upload {
    @Override
    public Optional<String> id() {
      return Optional.empty();
    }

    @Override
    public void begun(String id) {}

    @Override
    public void at(long offset) {}
  }
}
