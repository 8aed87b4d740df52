package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.TicketClient.describe;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Announced;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;

/// What the parts of [UploadTicketsContract] are about.
interface UploadPromises {

  SessionId SID = new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a01");
  SessionId OTHER = new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a02");
  byte[] BYTES = TicketClient.bytes(70_000, 1);
  byte[] OTHER_BYTES = TicketClient.bytes(70_000, 2);

  /// The store of this test, empty when it begins.
  ObjectStore store();

  /// Tickets for it, given out at the real time.
  UploadTickets tickets();

  /// Tickets for it, given out by this clock.
  UploadTickets ticketsAt(InstantSource clock);

  /// Lets whatever reads recordings through do so now.
  void readThrough(SessionId sid);

  static Upload upload(SessionId sid, byte[] bytes) {
    return new Upload(sid, bytes.length, TicketClient.sha256(bytes));
  }

  static Ticket ticket(UploadTickets tickets, SessionId sid, byte[] bytes) {
    Announced announced = tickets.announce(upload(sid, bytes), null);
    return assertInstanceOf(Announced.InOnePut.class, announced).ticket();
  }

  default Ticket ticket(SessionId sid, byte[] bytes) {
    return ticket(tickets(), sid, bytes);
  }

  default void assertUploads(Ticket ticket) throws Exception {
    HttpResponse<String> answer = TicketClient.send(ticket, BYTES);
    assertEquals(2, answer.statusCode() / 100, () -> describe(answer));
    assertStored(SID, BYTES);
  }

  default void assertStored(SessionId sid, byte[] bytes) throws IOException {
    StoredObject stored = store().find(new Recording(sid)).orElseThrow();
    assertEquals(bytes.length, stored.size());
    try (InputStream in = stored.open(0, stored.size())) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  default void assertRefused(HttpResponse<String> answer) {
    assertRefused(answer, "");
  }

  default void assertRefused(HttpResponse<String> answer, String what) {
    assertTrue(
        answer.statusCode() >= 400 && answer.statusCode() < 500,
        () -> what + ": " + describe(answer));
    assertNothingOf(SID);
  }

  default void assertNothingOf(SessionId sid) {
    assertEquals(Optional.empty(), store().find(new Recording(sid)));
  }
}
