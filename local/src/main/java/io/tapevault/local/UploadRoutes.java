package io.tapevault.local;

import io.tapevault.event.Sha256;
import io.tapevault.event.Unavailable;
import io.tapevault.http.Answer;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where tickets lead to on one machine: takes the very bytes that were announced, the first time.
final class UploadRoutes {

  private final LoopbackTickets tickets;
  private final ObjectStore store;
  private final Consumer<Upload> arrived;

  private UploadRoutes(LoopbackTickets tickets, ObjectStore store, Consumer<Upload> arrived) {
    this.tickets = tickets;
    this.store = store;
    this.arrived = arrived;
  }

  /// `arrived` is told of every recording that is there, before the upload is answered.
  static Routes of(LoopbackTickets tickets, ObjectStore store, Consumer<Upload> arrived) {
    UploadRoutes routes = new UploadRoutes(tickets, store, arrived);
    return new Routes().add(Route.UPLOAD, routes::upload);
  }

  private Answer upload(HttpRequest request, String sid) throws IOException {
    Optional<SessionId> session = SessionId.parse(sid);
    if (session.isEmpty()) {
      return Problem.badSessionId();
    }
    Optional<Upload> allowed = tickets.allowed(request, session.get());
    if (allowed.isEmpty()) {
      return new Problem(
          Problem.Type.TICKET_NOT_VALID,
          "the ticket has expired or is not one of ours; ask for a new one and use its URL"
              + " unchanged");
    }
    return store(allowed.get(), request);
  }

  private Answer store(Upload upload, HttpRequest request) throws IOException {
    ObjectKey key = new ObjectKey.Recording(upload.sid());
    try {
      Optional<StoredObject> there = store.find(key);
      if (there.isPresent()) {
        return again(upload, request, there.get());
      }
      return switch (store.write(key, out -> copy(upload, request.body(), out))) {
        case STORED -> taken(upload);
        case ALREADY_THERE -> holds(inItsPlace(key), upload) ? taken(upload) : exists();
      };
    } catch (NotAsAnnounced e) {
      return new Problem(Problem.Type.UPLOAD_NOT_AS_ANNOUNCED, String.valueOf(e.getMessage()));
    }
  }

  // No 412: a node takes it as the word that its recording is there.
  private StoredObject inItsPlace(ObjectKey key) {
    return store
        .find(key)
        .orElseThrow(() ->
            new Unavailable(
                "what has the name of the recording is empty, a link or no file; move it away: "
                    + store.location(key)));
  }

  // A node that saw no answer sends the same bytes again, and they are stored.
  private Answer again(Upload upload, HttpRequest request, StoredObject there) throws IOException {
    if (!holds(there, upload)) {
      return exists();
    }
    copy(upload, request.body(), OutputStream.nullOutputStream());
    return taken(upload);
  }

  private static boolean holds(StoredObject there, Upload upload) throws IOException {
    if (there.size() != upload.size()) {
      return false;
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream stored = there.open(0, there.size())) {
      stored.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return Sha256.end(digest).equals(upload.sha256());
  }

  private Answer taken(Upload upload) {
    arrived.accept(upload);
    return new HttpResponse(200, Map.of(), 0, out -> {});
  }

  private static Problem exists() {
    return new Problem(
        Problem.Type.RECORDING_EXISTS, "the first upload wins; what is stored is never replaced");
  }

  /// The bytes that came are not the ones that the ticket is for.
  private static final class NotAsAnnounced extends IOException {
    private static final long serialVersionUID = 1;

    NotAsAnnounced(String message) {
      super(message);
    }

    NotAsAnnounced(String message, IOException cause) {
      super(message, cause);
    }
  }

  private static void copy(Upload upload, InputStream in, OutputStream out) throws IOException {
    DigestOutputStream digested = new DigestOutputStream(out, Sha256.digest());
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int read = read(in, buffer, size); read >= 0; read = read(in, buffer, size)) {
      size += read;
      if (size > upload.size()) {
        throw new NotAsAnnounced(
            "more than the " + upload.size() + " bytes came that were announced");
      }
      digested.write(buffer, 0, read);
    }
    if (size < upload.size()) {
      throw new NotAsAnnounced(size + " bytes came, and " + upload.size() + " were announced");
    }
    String sha256 = Sha256.end(digested.getMessageDigest());
    if (!sha256.equals(upload.sha256())) {
      throw new NotAsAnnounced(
          "the SHA-256 of the bytes that came is "
              + sha256
              + ", and "
              + upload.sha256()
              + " was announced");
    }
  }

  private static int read(InputStream in, byte[] buffer, long before) throws NotAsAnnounced {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new NotAsAnnounced("the body broke off after " + before + " bytes", e);
    }
  }
}
