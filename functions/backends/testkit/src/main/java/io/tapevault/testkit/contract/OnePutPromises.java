package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.TicketClient.describe;
import static io.tapevault.testkit.contract.TicketClient.header;
import static io.tapevault.testkit.contract.TicketClient.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Ticket;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A recording that goes with one request.
interface OnePutPromises extends UploadPromises {

  @Test
  default void a_good_upload_stores_the_very_bytes() throws Exception {
    assertUploads(ticket(SID, BYTES));
    assertNothingOf(OTHER);
  }

  @Test
  default void a_ticket_says_what_to_send_and_until_when() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Ticket ticket = UploadPromises.ticket(ticketsAt(InstantSource.fixed(now)), SID, BYTES);
    assertEquals("PUT", ticket.method());
    assertEquals("70000", header(ticket, "content-length"));
    assertTrue(ticket.url().isAbsolute(), () -> ticket.url().toString());
    assertEquals(now.plus(Duration.ofMinutes(15)), ticket.expires());
  }

  @Test
  default void another_length_is_refused() throws Exception {
    Ticket ticket = ticket(SID, BYTES);
    assertRefused(send(ticket, Arrays.copyOf(BYTES, BYTES.length - 1)));
    assertRefused(send(ticket, TicketClient.longer(BYTES, 1)));
    assertRefused(send(ticket, new byte[0]));
  }

  @Test
  default void an_upload_that_breaks_off_stores_nothing() throws Exception {
    Ticket ticket = ticket(SID, BYTES);
    byte[] half = Arrays.copyOf(BYTES, BYTES.length / 2);
    BodyPublisher breaksOff =
        BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(half), BYTES.length);
    try {
      assertRefused(TicketClient.sendOnce(ticket, breaksOff));
    } catch (IOException expected) {
      assertNothingOf(SID);
    }
    assertUploads(ticket);
  }

  @Test
  default void other_bytes_of_the_same_length_are_refused() throws Exception {
    Ticket ticket = ticket(SID, BYTES);
    assertRefused(send(ticket, TicketClient.oneBitOff(BYTES)));
    assertUploads(ticket);
  }

  @Test
  default void an_expired_ticket_is_refused() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofHours(2));
    Ticket ticket = UploadPromises.ticket(ticketsAt(InstantSource.fixed(longAgo)), SID, BYTES);
    assertTrue(ticket.expires().isBefore(Instant.now()), () -> "expires " + ticket.expires());
    assertRefused(send(ticket, BYTES));
  }

  @Test
  default void other_bytes_for_a_session_are_refused_with_412_and_change_nothing()
      throws Exception {
    Ticket late = ticket(SID, OTHER_BYTES);
    assertUploads(ticket(SID, BYTES));
    assertEquals(412, send(late, OTHER_BYTES).statusCode());
    assertStored(SID, BYTES);
  }

  @Test
  default void of_two_tickets_for_one_session_the_first_upload_wins() throws Exception {
    Ticket early = ticket(SID, OTHER_BYTES);
    Ticket late = ticket(SID, BYTES);
    assertUploads(late);
    assertEquals(412, send(early, OTHER_BYTES).statusCode());
    assertStored(SID, BYTES);
  }

  @Test
  default void announcing_again_tells_that_it_has_arrived() throws Exception {
    assertUploads(ticket(SID, BYTES));
    readThrough(SID);
    assertEquals(
        new There.Stored(BYTES.length, TicketClient.sha256(BYTES)),
        tickets().announce(UploadPromises.upload(SID, BYTES), null));
  }

  @Test
  default void announcing_other_bytes_tells_what_is_there() throws Exception {
    assertUploads(ticket(SID, BYTES));
    readThrough(SID);
    There there = new There.OtherThere(BYTES.length, TicketClient.sha256(BYTES));
    assertEquals(there, tickets().announce(UploadPromises.upload(SID, OTHER_BYTES), null));
    assertEquals(
        there, tickets().announce(UploadPromises.upload(SID, TicketClient.longer(BYTES, 1)), null));
  }

  @Test
  default void a_ticket_is_for_one_method_only() throws Exception {
    Ticket ticket = ticket(SID, BYTES);
    assertUploads(ticket);
    for (String method : new String[] {"GET", "DELETE", "POST"}) {
      HttpResponse<String> answer =
          TicketClient.sendOnce(TicketClient.by(ticket, method), BodyPublishers.noBody());
      assertFalse(
          answer.statusCode() < 400 || answer.statusCode() >= 500,
          () -> method + ": " + describe(answer));
    }
    assertStored(SID, BYTES);
  }
}
