package io.tapevault.local.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.disk.file.FileObjectStore;
import io.tapevault.disk.file.FileUploads;
import io.tapevault.http.Front;
import io.tapevault.local.Client;
import io.tapevault.local.http.HttpFront;
import io.tapevault.local.http.LoopbackGuard;
import io.tapevault.local.http.Scratch;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Announced.InOnePut;
import io.tapevault.recording.UploadTickets.Announced.InParts;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.PartTickets.Signed;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.session.Index;
import io.tapevault.session.Kept;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.UploadTicketsContract;
import io.tapevault.testkit.memory.MemoryEventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoopbackTicketsTest extends UploadTicketsContract {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final InstantSource NOW = InstantSource.system();

  private final HttpFront front = HttpFront.bind(0);
  private final TicketUrls urls = new TicketUrls(front.uri(), KEY);
  private final WholeOfParts whole;

  LoopbackTicketsTest(@TempDir Path folder) throws IOException {
    ObjectStore store = FileObjectStore.open(folder.resolve("recordings").toUri());
    FileUploads uploads = FileUploads.in(folder.resolve("uploads"));
    Index index = new Index(store, new MemoryEventLog(NOW, Retention.DEFAULT));
    Kept kept = new Kept(store, (sid, recording) -> index.index(sid));
    whole = new WholeOfParts(uploads, store, kept, PLAN, arrived -> {});
    front.serve(
        Front.of(new UploadRoutes(urls, NOW, uploads, store, arrived -> {}).routes(), 64 << 20),
        LoopbackGuard.open(),
        Scratch.in(folder));
  }

  @AfterEach
  void stop() {
    front.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    return whole.store();
  }

  @Override
  protected UploadTickets tickets(InstantSource clock) {
    return new LoopbackTickets(urls, whole, clock);
  }

  @Override
  public void readThrough(SessionId sid) {}

  @Test
  void what_a_ticket_is_not_for_is_told() throws Exception {
    Client client = new Client(front.uri());
    byte[] bytes = "the recording".getBytes(UTF_8);
    Upload upload =
        new Upload(
            new SessionId("80d9ca77-93af-443f-b33c-6fc55bd1a147"),
            bytes.length,
            Client.sha256(bytes));
    String url =
        assertInstanceOf(InOnePut.class, tickets().announce(upload, null))
            .ticket()
            .url()
            .toString();
    client
        .send("PUT", url, "the recordinG".getBytes(UTF_8))
        .assertProblem(400, "upload-not-as-announced");
    client.send("PUT", url + "1", bytes).assertProblem(403, "ticket-not-valid");
    assertEquals(200, client.send("PUT", url, bytes).status());
    assertEquals(200, client.send("PUT", url, bytes).status());
  }

  @Test
  void a_part_of_an_upload_that_was_swept_away_is_told_and_whoever_announces_begins_again()
      throws Exception {
    Client client = new Client(front.uri());
    byte[] last = new byte[1];
    Upload upload = new Upload(new SessionId("swept"), PLAN.smallestPart() + 1, "00".repeat(32));
    Part part = new Part(2, 1, "AAAAAAAAAAA=");
    InParts begun = assertInstanceOf(InParts.class, tickets().announce(upload, null));
    Signed signed =
        assertInstanceOf(Signed.class, tickets().parts(upload, begun.begun(), List.of(part)));
    String url = signed.tickets().getFirst().ticket().url().toString();
    whole.uploads().sweep(Instant.now().minus(Duration.ofHours(1)));
    client.send("PUT", url, last).assertProblem(400, "upload-not-as-announced");
    whole.uploads().sweep(Instant.now().plus(Duration.ofHours(1)));
    client.send("PUT", url, last).assertProblem(404, "no-such-upload");
    assertEquals(begun, tickets().announce(upload, begun.begun()));
  }

  /// A 412 would tell the node that its recording is there.
  @Test
  void a_place_that_is_taken_by_what_is_no_recording_is_to_be_tried_again(@TempDir Path elsewhere)
      throws Exception {
    Client client = new Client(front.uri());
    byte[] bytes = "the recording".getBytes(UTF_8);
    Path target = Files.write(elsewhere.resolve("target"), bytes);
    for (String sid : List.of("empty", "folder", "link")) {
      Path place = Path.of(whole.store().location(new Recording(new SessionId(sid))));
      switch (sid) {
        case "empty" -> Files.createFile(place);
        case "folder" -> Files.createDirectory(place);
        default -> Files.createSymbolicLink(place, target);
      }
      Upload upload = new Upload(new SessionId(sid), bytes.length, Client.sha256(bytes));
      String url =
          assertInstanceOf(InOnePut.class, tickets().announce(upload, null))
              .ticket()
              .url()
              .toString();
      Client.Answer answer = client.send("PUT", url, bytes);
      answer.assertProblem(503, "unavailable");
      assertTrue(answer.text().contains("the store cannot be reached"), answer::text);
    }
  }
}
