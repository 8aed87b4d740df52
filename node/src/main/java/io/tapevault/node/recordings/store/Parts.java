package io.tapevault.node.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.json.Json;
import io.tapevault.node.recordings.spool.Digest;
import io.tapevault.node.recordings.store.Announced.InParts;
import io.tapevault.node.recordings.store.Announced.Ticket;
import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.recordings.store.Store.Shipment;
import io.tapevault.node.recordings.store.VaultStore.Sent;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import io.tapevault.recording.Crc64Nvme;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parts of a large recording: those that are not there yet are sent, and then put together.
final class Parts {

  // A ticket lasts for 15 minutes at most: 4 parts of 16 MiB take that long at 75 KB a second.
  private static final int AT_ONCE = 4;
  private static final int MOST_IN_VAIN = 3;

  private final VaultClient client;
  private final VaultStore store;
  private final Shipment shipment;
  private final InParts parts;
  private int next = 1;
  private int sent;

  Parts(VaultClient client, VaultStore store, Shipment shipment, InParts parts) {
    this.client = client;
    this.store = store;
    this.shipment = shipment;
    this.parts = parts;
  }

  Sent send() throws IOException, InterruptedException {
    int inVain = 0;
    for (Map<Integer, String> missing = missing(); !missing.isEmpty(); missing = missing()) {
      int before = sent;
      Sent last = send(missing);
      inVain = sent > before ? 0 : inVain + 1;
      if (last instanceof Sent.Expired && inVain < MOST_IN_VAIN) {
        continue;
      }
      if (!(last instanceof Sent.Done)) {
        return last instanceof Sent.Expired ? tooOften() : last;
      }
    }
    return complete();
  }

  /// The next ones that are not there, with their checksums.
  private Map<Integer, String> missing() throws IOException {
    Map<Integer, String> missing = new LinkedHashMap<>();
    int count = parts.count(shipment.digest().size());
    for (int number = next; number <= count && missing.size() < AT_ONCE; number++) {
      String crc = crc64nvme(number);
      if (!crc.equals(parts.there().get(number))) {
        missing.put(number, crc);
      } else if (missing.isEmpty()) {
        next = number + 1;
      }
    }
    return missing;
  }

  private String crc64nvme(int number) throws IOException {
    Digest digest = shipment.digest();
    if (Digest.blockSize(digest.size()) == parts.partSize() && !digest.blocks().isEmpty()) {
      return Crc64Nvme.base64(digest.blocks().get(number - 1));
    }
    return Crc64Nvme.base64(
        Digest.crc64nvme(
            shipment.content(), parts.offset(number), parts.length(number, digest.size())));
  }

  private Sent send(Map<Integer, String> missing) throws IOException, InterruptedException {
    return switch (client.ask("POST", path("/parts"), VaultStore.JSON, wanted(missing))) {
      case Said said when said.success() ->
          send(missing, AnswerJson.tickets(said.body().getBytes(UTF_8)));
      case Said said -> VaultStore.refusedByVault(Problem.of(said));
      case Unanswered(String why) -> VaultStore.unanswered(why);
    };
  }

  private Sent send(Map<Integer, String> missing, Map<Integer, Ticket> tickets)
      throws IOException, InterruptedException {
    for (Map.Entry<Integer, String> part : missing.entrySet()) {
      int number = part.getKey();
      Ticket ticket = tickets.get(number);
      if (ticket == null) {
        return VaultStore.unanswered("the vault gives no ticket for part " + number);
      }
      long length = parts.length(number, shipment.digest().size());
      Sent one = store.send(shipment, ticket, parts.offset(number), length);
      if (!(one instanceof Sent.Done)) {
        return one;
      }
      parts.there().put(number, part.getValue());
      sent++;
    }
    return new Sent.Done();
  }

  private byte[] wanted(Map<Integer, String> missing) {
    long size = shipment.digest().size();
    return Json.object(json -> {
      json.writeNumberField("size", size);
      json.writeStringField("sha256", shipment.digest().sha256());
      json.writeArrayFieldStart("parts");
      for (Map.Entry<Integer, String> part : missing.entrySet()) {
        json.writeStartObject();
        json.writeNumberField("number", part.getKey());
        json.writeNumberField("size", parts.length(part.getKey(), size));
        json.writeStringField("crc64nvme", part.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  /// Whatever is answered, the next announcement tells whether it is there.
  private Sent complete() throws InterruptedException {
    byte[] body = store.announcement(shipment.digest(), null);
    return switch (client.ask("POST", path("/complete"), VaultStore.JSON, body)) {
      case Said said when said.success() -> new Sent.Done();
      // Parts are missing, it says; the next announcement names those that are there.
      case Said said when said.status() == 422 ->
          new Sent.Failed(
              new Outcome.TryAgain("the vault answers " + Problem.of(said), false, Duration.ZERO));
      case Said said -> VaultStore.refusedByVault(Problem.of(said));
      case Unanswered(String why) -> VaultStore.unanswered(why);
    };
  }

  private String path(String what) {
    return VaultStore.path(shipment, "/" + URLEncoder.encode(parts.upload(), UTF_8) + what);
  }

  private static Sent tooOften() {
    return VaultStore.unanswered(
        MOST_IN_VAIN
            + " tickets in a row had expired, or were refused, when a part was to be sent");
  }
}
