package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.disk.file.FileObjectStore;
import io.tapevault.http.Front;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.testkit.contract.UploadTicketsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoopbackTicketsTest extends UploadTicketsContract {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  @TempDir private Path folder;
  @TempDir private Path temporary;
  private final HttpFront front;

  LoopbackTicketsTest() throws IOException {
    front = HttpFront.bind(0);
  }

  @AfterEach
  void stop() {
    front.close();
  }

  @Override
  protected ObjectStore emptyStore() {
    ObjectStore store = FileObjectStore.open(folder.toUri());
    LoopbackTickets tickets = new LoopbackTickets(front.uri(), KEY, InstantSource.system());
    front.serve(
        Front.of(UploadRoutes.of(tickets, store, sid -> {}), 64 << 20),
        LoopbackGuard.open(),
        new Scratch(temporary));
    return store;
  }

  @Test
  void the_same_bytes_again_are_a_success_for_a_node_that_saw_no_answer() throws Exception {
    Client client = new Client(front.uri());
    String sid = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
    byte[] bytes = "the recording".getBytes(UTF_8);
    UploadTickets.Upload upload =
        new UploadTickets.Upload(new SessionId(sid), bytes.length, Client.sha256(bytes));
    String url = tickets(InstantSource.system()).ticket(upload).url().toString();
    assertEquals(200, client.send("PUT", url, bytes).status());
    assertEquals(200, client.send("PUT", url, bytes).status());
    client
        .send("PUT", url, "the recordinG".getBytes(UTF_8))
        .assertProblem(400, "upload-not-as-announced");
  }

  /// A 412 would tell the node that its recording is there.
  @Test
  void a_place_that_is_taken_by_what_is_no_recording_is_to_be_tried_again() throws Exception {
    Client client = new Client(front.uri());
    byte[] bytes = "the recording".getBytes(UTF_8);
    Path target = Files.write(temporary.resolve("target"), bytes);
    for (String sid : List.of("empty", "folder", "link")) {
      Path place = folder.resolve(sid + ".tar");
      switch (sid) {
        case "empty" -> Files.createFile(place);
        case "folder" -> Files.createDirectory(place);
        default -> Files.createSymbolicLink(place, target);
      }
      UploadTickets.Upload upload =
          new UploadTickets.Upload(new SessionId(sid), bytes.length, Client.sha256(bytes));
      String url = tickets(InstantSource.system()).ticket(upload).url().toString();
      Client.Answer answer = client.send("PUT", url, bytes);
      answer.assertProblem(503, "unavailable");
      assertTrue(answer.text().contains("the store cannot be reached"), answer::text);
    }
  }

  @Override
  protected UploadTickets tickets(InstantSource clock) {
    return new LoopbackTickets(front.uri(), KEY, clock);
  }
}
