package io.tapevault.testkit.contract;

import static io.tapevault.testkit.contract.TicketClient.at;
import static io.tapevault.testkit.contract.TicketClient.by;
import static io.tapevault.testkit.contract.TicketClient.send;
import static io.tapevault.testkit.contract.TicketClient.settable;
import static io.tapevault.testkit.contract.TicketClient.with;
import static io.tapevault.testkit.contract.TicketClient.without;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tapevault.recording.UploadTickets.Ticket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A signed URL that is altered in any way stores nothing.
interface AlteredTicketPromises extends UploadPromises {

  /// Those that would mean something, if they were not signed.
  default List<String> headersThatMayNotBeAdded() {
    return List.of("x-amz-checksum-crc32", "x-amz-acl", "x-amz-meta-who", "x-amz-storage-class");
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  default Stream<DynamicTest> a_ticket_altered_in_twelve_ways_is_refused_in_all_of_them() {
    Ticket ticket = ticket(SID, BYTES);
    String url = ticket.url().toString();
    String path = ticket.url().getRawPath();
    return Stream.of(
        dynamicTest("method", () -> assertRefused(send(by(ticket, "POST"), BYTES))),
        dynamicTest(
            "key", () -> assertRefused(send(at(ticket, url.replace(path, path + "x")), BYTES))),
        dynamicTest("length", () -> assertRefused(send(ticket, TicketClient.longer(BYTES, 1)))),
        dynamicTest("digest", () -> assertRefused(send(ticket, TicketClient.oneBitOff(BYTES)))),
        dynamicTest("header dropped", () -> everyHeaderIsNeeded(ticket)),
        dynamicTest("header added", () -> noHeaderIsAdded(ticket)),
        dynamicTest("expiry", () -> assertRefused(altered(ticket, "X-Amz-Expires", "expires"))),
        dynamicTest("date", () -> assertRefused(altered(ticket, "X-Amz-Date", "issued"))),
        dynamicTest("region", () -> assertRefused(altered(ticket, "X-Amz-Credential", "vault"))),
        dynamicTest(
            "signature", () -> assertRefused(altered(ticket, "X-Amz-Signature", "signature"))),
        dynamicTest(
            "another session",
            () -> {
              assertTrue(url.contains(SID.value()), url);
              assertRefused(send(at(ticket, url.replace(SID.value(), OTHER.value())), BYTES));
              assertNothingOf(OTHER);
            }),
        dynamicTest(
            "replay after success",
            () -> {
              assertUploads(ticket);
              // S3 says that something is there; who compares may say that these bytes are.
              assertTrue(Set.of(200, 412).contains(send(ticket, BYTES).statusCode()));
              assertTrue(send(ticket, TicketClient.oneBitOff(BYTES)).statusCode() >= 400);
              assertStored(SID, BYTES);
            }));
  }

  private void everyHeaderIsNeeded(Ticket ticket) throws Exception {
    for (String name : settable(ticket)) {
      assertRefused(send(without(ticket, name), BYTES), name);
    }
    // Without a length, the body comes in chunks.
    assertRefused(
        send(ticket, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(BYTES))), "length");
  }

  private void noHeaderIsAdded(Ticket ticket) throws Exception {
    for (String name : headersThatMayNotBeAdded()) {
      assertRefused(send(with(ticket, name, "public-read"), BYTES), name);
    }
  }

  /// One of these parameters is in the query: its last digit or letter becomes another one; of a
  /// credential it is the region.
  private HttpResponse<String> altered(Ticket ticket, String onS3, String here) throws Exception {
    String url = ticket.url().toString();
    String name = url.contains(onS3 + "=") ? onS3 : here;
    String value = url.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
    String other =
        name.equals("X-Amz-Credential")
            ? value.replace("us-east-1", "eu-west-1")
            : value.substring(0, value.length() - 1)
                + (value.endsWith("1") ? "2" : "1")
                + (name.equals("X-Amz-Date") ? "Z" : "");
    String altered = url.replace(name + "=" + value, name + "=" + other);
    assertNotEquals(url, altered);
    return send(at(ticket, altered), BYTES);
  }

  @Test
  default void an_altered_query_is_refused_whichever_part_it_is() throws Exception {
    Ticket ticket = ticket(SID, BYTES);
    String url = ticket.url().toString();
    String query = ticket.url().getRawQuery();
    for (String part : query.split("&", -1)) {
      String altered = part + (part.endsWith("1") ? "2" : "1");
      assertRefused(
          send(at(ticket, url.replace(query, query.replace(part, altered))), BYTES), altered);
    }
    assertRefused(send(at(ticket, url.replace("?" + query, "")), BYTES), "no query");
    assertRefused(send(at(ticket, url + "&x=y"), BYTES), "more query");
    assertUploads(ticket);
  }

  @Test
  default void an_altered_header_is_refused_whichever_it_is() throws Exception {
    Ticket ticket = ticket(SID, BYTES);
    Set<String> names = settable(ticket);
    for (String name : names) {
      String value = TicketClient.header(ticket, name);
      String other = (value.startsWith("x") ? "y" : "x") + value.substring(1);
      assertRefused(send(with(ticket, name, other), BYTES), name);
    }
    assertUploads(ticket);
  }
}
