package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.TicketClient.crc64nvme;
import static io.tapevault.testkit.contract.TicketClient.describe;
import static io.tapevault.testkit.contract.TicketClient.send;
import static io.tapevault.testkit.contract.TicketClient.sha256;
import static io.tapevault.testkit.contract.UploadPromises.upload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.PartPlan;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Announced.InParts;
import io.tapevault.recording.UploadTickets.Completed.NotWhole;
import io.tapevault.recording.UploadTickets.NoSuchUpload;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.PartTickets.Signed;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A recording that goes in parts.
interface PartPromises extends UploadPromises {

  /// S3 takes no part under 5 MiB but the last.
  int PART = 5 << 20;

  PartPlan PLAN = new PartPlan(1 << 20, PART);
  // Two parts and a short one.
  byte[] LARGE = TicketClient.bytes(2 * PART + 70_000, 3);
  Upload UPLOAD = upload(SID, LARGE);
  There STORED = new There.Stored(LARGE.length, sha256(LARGE));

  @Test
  default void a_large_recording_is_there_when_all_parts_are_and_it_is_complete() throws Exception {
    InParts parts = begin(null);
    assertEquals(new InParts(parts.begun(), PART, List.of()), parts);
    for (int number : new int[] {3, 1, 2}) {
      assertTaken(put(parts.begun(), number));
      assertNothingOf(SID);
    }
    assertEquals(STORED, tickets().complete(UPLOAD, parts.begun(), crc64nvme(LARGE)));
    assertStored(SID, LARGE);
    readThrough(SID);
    assertEquals(STORED, tickets().announce(UPLOAD, null));
    assertEquals(STORED, tickets().announce(UPLOAD, parts.begun()));
    assertEquals(STORED, tickets().complete(UPLOAD, parts.begun(), crc64nvme(LARGE)));
  }

  @Test
  default void whoever_was_away_goes_on_with_the_parts_that_are_missing() throws Exception {
    String begun = begin(null).begun();
    assertTaken(put(begun, 3));
    assertTaken(put(begun, 1));
    assertThere(List.of(part(1), part(3)), begin(begun));
    assertEquals(
        new NotWhole("these parts are missing: 2"),
        tickets().complete(UPLOAD, begun, crc64nvme(LARGE)));
    assertNothingOf(SID);
    assertTaken(put(begun, 2));
    assertEquals(STORED, tickets().complete(UPLOAD, begun, crc64nvme(LARGE)));
    assertStored(SID, LARGE);
  }

  @Test
  default void a_part_of_other_bytes_is_refused_and_one_that_is_there_stays() throws Exception {
    String begun = begin(null).begun();
    Ticket ticket = ticket(begun, 3);
    byte[] bytes = bytes(3);
    assertRefused(send(ticket, TicketClient.oneBitOff(bytes)));
    assertRefused(send(ticket, TicketClient.longer(bytes, 1)));
    assertRefused(send(ticket, Arrays.copyOf(bytes, bytes.length - 1)));
    assertEquals(List.of(), begin(begun).there());
    assertTaken(send(ticket, bytes));
    assertTaken(send(ticket, bytes));
    assertRefused(send(ticket, TicketClient.oneBitOff(bytes)));
    assertThere(List.of(part(3)), begin(begun));
  }

  @Test
  default void a_ticket_for_a_part_that_is_altered_is_refused() throws Exception {
    String begun = begin(null).begun();
    Ticket ticket = ticket(begun, 3);
    String url = ticket.url().toString();
    String query = ticket.url().getRawQuery();
    for (String part : query.split("&", -1)) {
      String altered = part + (part.endsWith("1") ? "2" : "1");
      Ticket other = TicketClient.at(ticket, url.replace(query, query.replace(part, altered)));
      assertRefused(send(other, bytes(3)), altered);
    }
    for (String name : TicketClient.settable(ticket)) {
      assertRefused(send(TicketClient.without(ticket, name), bytes(3)), name);
    }
    String elsewhere = url.replace(SID.value(), OTHER.value());
    assertRefused(send(TicketClient.at(ticket, elsewhere), bytes(3)));
    assertEquals(List.of(), begin(begun).there());
  }

  @Test
  default void a_ticket_for_a_part_expires() throws Exception {
    String begun = begin(null).begun();
    InstantSource longAgo = InstantSource.fixed(Instant.now().minus(Duration.ofHours(2)));
    assertRefused(send(ticket(ticketsAt(longAgo), begun, 3), bytes(3)));
    assertEquals(List.of(), begin(begun).there());
  }

  @Test
  default void parts_that_are_another_whole_than_announced_are_no_recording() throws Exception {
    String begun = begin(null).begun();
    for (int number = 1; number <= 3; number++) {
      assertTaken(put(begun, number));
    }
    assertInstanceOf(
        NotWhole.class,
        tickets().complete(UPLOAD, begun, crc64nvme(TicketClient.oneBitOff(LARGE))));
    assertNothingOf(SID);
  }

  @Test
  default void of_two_uploads_for_one_session_the_first_that_is_complete_wins() throws Exception {
    String begun = begin(null).begun();
    for (int number = 1; number <= 3; number++) {
      assertTaken(put(begun, number));
    }
    assertUploads(ticket(SID, BYTES));
    readThrough(SID);
    There other = new There.OtherThere(BYTES.length, sha256(BYTES));
    assertEquals(other, tickets().complete(UPLOAD, begun, crc64nvme(LARGE)));
    assertEquals(other, tickets().announce(UPLOAD, begun));
    assertStored(SID, BYTES);
  }

  @Test
  default void an_upload_that_is_not_there_is_said_to_be_none() throws Exception {
    String begun = begin(null).begun();
    Upload others = upload(OTHER, LARGE);
    for (String none : List.of("ab".repeat(32), "3f0c9b1e-5a7d-4e0f-9f3a-000000000000")) {
      assertEquals(new NoSuchUpload(), tickets().parts(UPLOAD, none, List.of(part(1))));
      assertEquals(new NoSuchUpload(), tickets().complete(UPLOAD, none, crc64nvme(LARGE)));
      assertNotEquals(none, begin(none).begun());
    }
    assertEquals(new NoSuchUpload(), tickets().parts(others, begun, List.of(part(1))));
    assertEquals(new NoSuchUpload(), tickets().complete(others, begun, crc64nvme(LARGE)));
    assertNothingOf(SID);
    assertNothingOf(OTHER);
  }

  /// Some stores do not tell the checksums that they have checked.
  private static void assertThere(List<Part> expected, InParts parts) {
    List<Part> untold =
        expected.stream().map(part -> new Part(part.number(), part.size(), "")).toList();
    assertTrue(
        parts.there().equals(expected) || parts.there().equals(untold), () -> parts.toString());
  }

  private InParts begin(@Nullable String begun) {
    return assertInstanceOf(InParts.class, tickets().announce(UPLOAD, begun));
  }

  private HttpResponse<String> put(String begun, int number) throws Exception {
    return send(ticket(begun, number), bytes(number));
  }

  private Ticket ticket(String begun, int number) {
    return ticket(tickets(), begun, number);
  }

  private static Ticket ticket(UploadTickets tickets, String begun, int number) {
    Signed signed =
        assertInstanceOf(Signed.class, tickets.parts(UPLOAD, begun, List.of(part(number))));
    assertEquals(1, signed.tickets().size());
    assertEquals(number, signed.tickets().getFirst().number());
    return signed.tickets().getFirst().ticket();
  }

  private static void assertTaken(HttpResponse<String> answer) {
    assertTrue(answer.statusCode() / 100 == 2, () -> describe(answer));
  }

  private static Part part(int number) {
    byte[] bytes = bytes(number);
    return new Part(number, bytes.length, crc64nvme(bytes));
  }

  private static byte[] bytes(int number) {
    return Arrays.copyOfRange(LARGE, (number - 1) * PART, Math.min(number * PART, LARGE.length));
  }
}
