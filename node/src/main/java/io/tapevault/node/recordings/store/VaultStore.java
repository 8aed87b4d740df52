package io.tapevault.node.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.Json;
import io.tapevault.json.Malformed;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.store.Announced.InParts;
import io.tapevault.node.recordings.store.Announced.Single;
import io.tapevault.node.recordings.store.Announced.Ticket;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import io.tapevault.recording.Crc64Nvme;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The vault: it is told what there is, and answers where to bring it, until it says that it is
/// there. No answer to an upload is believed, only the one to the next announcement.
public final class VaultStore implements Store {

  static final Map<String, String> JSON = Map.of("content-type", "application/json");

  // What the vault takes for a node's name: another one is no reason to refuse a recording.
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  // Announce, send, and announce again; and twice more, where a ticket or an upload has gone.
  private static final int TURNS = 4;
  private static final String VAULT = "the vault";

  private final VaultClient client;
  private final String node;
  private final Bandwidth bandwidth;

  public VaultStore(VaultClient client, String node, Bandwidth bandwidth) {
    this.client = client;
    this.node = node;
    this.bandwidth = bandwidth;
  }

  @Override
  public Outcome store(Shipment shipment) throws IOException, InterruptedException {
    Optional<String> upload = shipment.upload().id();
    for (int turn = 0; turn < TURNS; turn++) {
      Sent sent;
      try {
        switch (announce(shipment, upload)) {
          case Reply.Is(Announced.Stored()) -> {
            return new Outcome.Confirmed();
          }
          case Reply.Is(Single(Ticket ticket)) ->
              sent = send(shipment, ticket, 0, shipment.digest().size());
          case Reply.Is(InParts parts) -> {
            upload = Optional.of(parts.upload());
            shipment.upload().begun(parts.upload());
            sent = new Parts(client, this, shipment, parts).send();
          }
          case Reply.Not(Sent not) -> sent = not;
        }
      } catch (Malformed e) {
        return new Outcome.TryAgain(
            "the vault's answer cannot be used: " + e.getMessage(), false, Duration.ZERO);
      }
      switch (sent) {
        case Sent.Done(), Sent.Expired() -> {}
        case Sent.UploadGone() -> upload = Optional.empty();
        case Sent.Failed(Outcome outcome) -> {
          return outcome;
        }
      }
    }
    return new Outcome.TryAgain(
        "the vault does not say that the recording is there, after " + TURNS + " turns",
        false,
        Duration.ZERO);
  }

  /// An answer to an announcement, or none.
  private sealed interface Reply {
    record Is(Announced announced) implements Reply {}

    record Not(Sent instead) implements Reply {}
  }

  /// What became of an upload, or of a part of it.
  sealed interface Sent {
    record Done() implements Sent {}

    record Expired() implements Sent {}

    record UploadGone() implements Sent {}

    record Failed(Outcome outcome) implements Sent {}
  }

  private Reply announce(Shipment shipment, Optional<String> upload)
      throws IOException, InterruptedException {
    byte[] body = announcement(shipment.digest(), upload.orElse(null));
    return switch (client.ask("POST", path(shipment, ""), JSON, body)) {
      case Said said when said.success() ->
          new Reply.Is(AnswerJson.announced(said.body().getBytes(UTF_8), shipment.digest()));
      case Said said -> new Reply.Not(refused(Problem.of(said), VAULT));
      case Unanswered(String why) -> new Reply.Not(unanswered(why));
    };
  }

  static String path(Shipment shipment, String rest) {
    return "/v1/recordings/" + shipment.sid() + "/uploads" + rest;
  }

  /// What every request about a recording says of it.
  byte[] announcement(Digest digest, @Nullable String upload) {
    return Json.object(json -> {
      json.writeNumberField("size", digest.size());
      json.writeStringField("sha256", digest.sha256());
      if (!digest.blocks().isEmpty()) {
        json.writeStringField("crc64nvme", Crc64Nvme.base64(digest.crc64nvme()));
      }
      if (NODE.matcher(node).matches()) {
        json.writeStringField("node", node);
      }
      if (upload != null) {
        json.writeStringField("upload", upload);
      }
    });
  }

  /// Makes the request of a ticket.
  Sent send(Shipment shipment, Ticket ticket, long offset, long length)
      throws IOException, InterruptedException {
    Metered body = new Metered(shipment, bandwidth, offset, length);
    VaultClient.Answer answer = client.send("PUT", ticket.url(), ticket.headers(), body.body());
    body.check();
    return switch (answer) {
      case Said said when said.success() -> new Sent.Done();
      // Something is there already: the vault knows what.
      case Said said when said.status() == 412 -> new Sent.Done();
      case Said said -> refused(Problem.of(said), String.valueOf(ticket.url().getHost()));
      case Unanswered(String why) -> unanswered(why);
    };
  }

  static Sent refused(Problem problem, String who) {
    if (problem.isUploadGone()) {
      return new Sent.UploadGone();
    }
    if (problem.isUnlike()) {
      return new Sent.Failed(new Outcome.Unlike(who + " answers " + problem));
    }
    if (problem.isExpired() && !who.equals(VAULT)) {
      return new Sent.Expired();
    }
    return new Sent.Failed(
        problem.code().equals("recording-exists") && who.equals(VAULT)
            ? new Outcome.OtherBytes(problem.words(), true)
            : problem.outcome(who));
  }

  static Sent refusedByVault(Problem problem) {
    return refused(problem, VAULT);
  }

  static Sent unanswered(String why) {
    return new Sent.Failed(new Outcome.TryAgain(why, true, Duration.ZERO));
  }
}
