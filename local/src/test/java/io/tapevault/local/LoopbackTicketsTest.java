package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.disk.file.FileObjectStore;
import io.tapevault.http.Front;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.UploadTickets;
import io.tapevault.testkit.contract.UploadTicketsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class LoopbackTicketsTest extends UploadTicketsContract {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  @TempDir private Path folder;
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
    ObjectStore store = FileObjectStore.open(folder.toUri(), InstantSource.system());
    LoopbackTickets tickets = new LoopbackTickets(front.uri(), KEY, InstantSource.system());
    front.serve(Front.of(UploadRoutes.of(tickets, store, sid -> {}), 64 << 20));
    return store;
  }

  @Override
  protected UploadTickets tickets(InstantSource clock) {
    return new LoopbackTickets(front.uri(), KEY, clock);
  }
}
