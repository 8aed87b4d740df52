package io.tapevault.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [UploadTickets] promises, together with the store that the uploads go to.
///
/// The uploads are made as a node makes them: by an HTTP client that knows nothing but the ticket.
public abstract class UploadTicketsContract {

  // These an HTTP client sets by itself, out of the body and the URL.
  private static final Set<String> SET_BY_THE_CLIENT = Set.of("content-length", "host");

  private static final int TRIES = 10;

  private static final SessionId SID = new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a01");
  private static final SessionId OTHER = new SessionId("9c1d5f0e-3b7a-4c55-8a20-6d1f4e7b9a02");
  private static final byte[] BYTES = bytes(70_000, 1);
  private static final byte[] OTHER_BYTES = bytes(70_000, 2);

  private ObjectStore store;
  private UploadTickets tickets;

  /// A store with nothing in it, that takes uploads at the real time.
  protected abstract ObjectStore emptyStore() throws Exception;

  /// Tickets for the latest empty store, given out by this clock.
  protected abstract UploadTickets tickets(InstantSource clock) throws Exception;

  @BeforeEach
  void begin_with_an_empty_store() throws Exception {
    store = emptyStore();
    tickets = tickets(InstantSource.system());
  }

  @Test
  void a_good_upload_stores_the_very_bytes() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    HttpResponse<String> answer = send(ticket, BYTES);
    assertTrue(answer.statusCode() == 200 || answer.statusCode() == 201, () -> describe(answer));
    assertStored(SID, BYTES);
    assertNothingOf(OTHER);
  }

  @Test
  void a_ticket_says_what_to_send_and_until_when() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Ticket ticket = tickets(InstantSource.fixed(now)).ticket(upload(SID, BYTES));
    assertEquals("PUT", ticket.method());
    assertEquals("70000", header(ticket, "content-length"));
    assertTrue(ticket.url().isAbsolute(), () -> ticket.url().toString());
    assertTrue(ticket.expires().isAfter(now), () -> "expires " + ticket.expires());
    assertFalse(
        ticket.expires().isAfter(now.plus(Duration.ofHours(1))),
        () -> "expires " + ticket.expires());
  }

  @Test
  void another_length_is_refused() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    assertRefused(send(ticket, Arrays.copyOf(BYTES, BYTES.length - 1)));
    assertRefused(send(ticket, Arrays.copyOf(BYTES, BYTES.length + 1)));
    assertRefused(send(ticket, new byte[0]));
  }

  @Test
  void an_upload_that_breaks_off_stores_nothing() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    byte[] half = Arrays.copyOf(BYTES, BYTES.length / 2);
    BodyPublisher breaksOff =
        BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(half), BYTES.length);
    try {
      assertRefused(send(request(ticket).method("PUT", breaksOff)));
    } catch (IOException expected) {
      assertNothingOf(SID);
    }
    assertUploads(ticket);
  }

  @Test
  void other_bytes_of_the_same_length_are_refused() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    byte[] oneBitOff = BYTES.clone();
    oneBitOff[BYTES.length - 1] ^= 1;
    assertRefused(send(ticket, oneBitOff));
    assertUploads(ticket);
  }

  @Test
  void another_session_is_refused() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    String url = ticket.url().toString();
    assertTrue(url.contains(SID.value()), url);
    assertRefused(send(at(ticket, url.replace(SID.value(), OTHER.value())), BYTES));
    assertNothingOf(OTHER);
  }

  @Test
  void an_altered_path_is_refused() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    String path = ticket.url().getRawPath();
    assertRefused(send(at(ticket, ticket.url().toString().replace(path, path + "x")), BYTES));
    assertRefused(send(at(ticket, ticket.url().toString().replace(path, path + "/x")), BYTES));
  }

  @Test
  void an_altered_query_is_refused_whichever_part_it_is() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    String url = ticket.url().toString();
    String query = ticket.url().getRawQuery();
    for (String part : query.split("&", -1)) {
      String altered = part + (part.endsWith("1") ? "2" : "1");
      assertRefused(
          send(at(ticket, url.replace(query, query.replace(part, altered))), BYTES), altered);
    }
    assertRefused(send(at(ticket, url.replace("?" + query, "")), BYTES), "no query");
    assertUploads(ticket);
  }

  @Test
  void an_altered_header_is_refused_whichever_it_is() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    for (String name : settable(ticket)) {
      Map<String, String> altered = new HashMap<>(ticket.headers());
      altered.computeIfPresent(
          name, (key, value) -> (value.startsWith("x") ? "y" : "x") + value.substring(1));
      assertRefused(send(with(ticket, altered), BYTES), name);
    }
    assertUploads(ticket);
  }

  @Test
  void a_missing_header_is_refused_whichever_it_is() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    for (String name : settable(ticket)) {
      Map<String, String> fewer = new HashMap<>(ticket.headers());
      fewer.remove(name);
      assertRefused(send(with(ticket, fewer), BYTES), name);
    }
    assertUploads(ticket);
  }

  @Test
  void an_expired_ticket_is_refused() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofHours(2));
    Ticket ticket = tickets(InstantSource.fixed(longAgo)).ticket(upload(SID, BYTES));
    assertTrue(ticket.expires().isBefore(Instant.now()), () -> "expires " + ticket.expires());
    assertRefused(send(ticket, BYTES));
  }

  @Test
  void other_bytes_for_a_session_are_refused_with_412_and_change_nothing() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    assertUploads(ticket);
    assertEquals(412, send(tickets.ticket(upload(SID, OTHER_BYTES)), OTHER_BYTES).statusCode());
    assertStored(SID, BYTES);
  }

  /// S3 cannot tell them from others, and answers 412.
  @Test
  void the_same_bytes_again_are_there_already_and_change_nothing() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    assertUploads(ticket);
    assertTrue(Set.of(200, 412).contains(send(ticket, BYTES).statusCode()));
    assertStored(SID, BYTES);
  }

  @Test
  void of_two_tickets_for_one_session_the_first_upload_wins() throws Exception {
    Ticket early = tickets.ticket(upload(SID, OTHER_BYTES));
    Ticket late = tickets.ticket(upload(SID, BYTES));
    assertUploads(late);
    assertEquals(412, send(early, OTHER_BYTES).statusCode());
    assertStored(SID, BYTES);
  }

  @Test
  void a_ticket_is_for_one_method_only() throws Exception {
    Ticket ticket = tickets.ticket(upload(SID, BYTES));
    assertUploads(ticket);
    for (String method : Set.of("GET", "DELETE", "POST")) {
      HttpResponse<String> answer = send(request(ticket).method(method, BodyPublishers.noBody()));
      assertTrue(
          answer.statusCode() >= 400 && answer.statusCode() < 500,
          () -> method + ": " + describe(answer));
    }
    assertStored(SID, BYTES);
  }

  private void assertUploads(Ticket ticket) throws Exception {
    HttpResponse<String> answer = send(ticket, BYTES);
    assertEquals(2, answer.statusCode() / 100, () -> describe(answer));
    assertStored(SID, BYTES);
  }

  private void assertStored(SessionId sid, byte[] bytes) throws IOException {
    StoredObject stored = store.find(new Recording(sid)).orElseThrow();
    assertEquals(bytes.length, stored.size());
    try (InputStream in = stored.open(0, stored.size())) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  private void assertRefused(HttpResponse<String> answer) {
    assertRefused(answer, "");
  }

  private void assertRefused(HttpResponse<String> answer, String what) {
    assertTrue(
        answer.statusCode() >= 400 && answer.statusCode() < 500,
        () -> what + ": " + describe(answer));
    assertNothingOf(SID);
  }

  private void assertNothingOf(SessionId sid) {
    assertEquals(Optional.empty(), store.find(new Recording(sid)));
  }

  /// A server that refuses may close the connection before it has read the body, and its answer may
  /// be lost behind the bytes that are still under way: then the request is made again, as a node
  /// does it.
  private static HttpResponse<String> send(Ticket ticket, byte[] body)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return send(request(ticket).method(ticket.method(), BodyPublishers.ofByteArray(body)));
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /// Over a connection of its own: one that refused an upload unread is closed behind it.
  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static HttpRequest.Builder request(Ticket ticket) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ticket.url()).timeout(Duration.ofSeconds(30));
    settable(ticket).forEach(name -> request.header(name, header(ticket, name)));
    return request;
  }

  private static Set<String> settable(Ticket ticket) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(ticket.headers().keySet());
    SET_BY_THE_CLIENT.forEach(names::remove);
    return names;
  }

  private static String header(Ticket ticket, String name) {
    return ticket.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no header " + name + " in " + ticket))
        .getValue();
  }

  private static Ticket at(Ticket ticket, String url) {
    return new Ticket(ticket.method(), URI.create(url), ticket.headers(), ticket.expires());
  }

  private static Ticket with(Ticket ticket, Map<String, String> headers) {
    return new Ticket(ticket.method(), ticket.url(), headers, ticket.expires());
  }

  private static String describe(HttpResponse<String> answer) {
    return answer.statusCode() + " " + answer.body();
  }

  private static Upload upload(SessionId sid, byte[] bytes) throws Exception {
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new Upload(sid, bytes.length, HexFormat.of().formatHex(sha256));
  }

  private static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
