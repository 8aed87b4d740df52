package io.tapevault.local.uploads;

import io.tapevault.disk.file.FileUploads;
import io.tapevault.event.Sha256;
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
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where tickets lead to on one machine: takes the very bytes that were announced, the first time.
public record UploadRoutes(
    TicketUrls urls,
    InstantSource clock,
    FileUploads uploads,
    ObjectStore store,
    Consumer<Upload> arrived) {

  /// `arrived` is told of every recording that is there, before the upload is answered.
  public Routes routes() {
    return new Routes().add(Route.UPLOAD, this::upload);
  }

  private Answer upload(HttpRequest request, String sid) throws IOException {
    Optional<SessionId> session = SessionId.parse(sid);
    if (session.isEmpty()) {
      return Problem.badSessionId();
    }
    Optional<TicketUrls.Body> allowed = urls.allowed(request, session.get(), clock);
    if (allowed.isEmpty()) {
      return new Problem(
          Problem.Type.TICKET_NOT_VALID,
          "the ticket has expired or is not one of ours; ask for a new one and use its URL"
              + " unchanged");
    }
    Optional<Problem> asOtherBytes = headers(request, allowed.get());
    if (asOtherBytes.isPresent()) {
      return asOtherBytes.get();
    }
    try {
      return switch (allowed.get()) {
        case TicketUrls.Whole(Upload upload) -> store(upload, request);
        case TicketUrls.OfPart part -> part(part, request);
      };
    } catch (NotAsAnnounced e) {
      return new Problem(Problem.Type.UPLOAD_NOT_AS_ANNOUNCED, String.valueOf(e.getMessage()));
    }
  }

  /// As S3 has it: the length is signed, and no header that would mean something may be added.
  private static Optional<Problem> headers(HttpRequest request, TicketUrls.Body body) {
    String length = request.header("content-length").orElse("none");
    if (!length.equals(Long.toString(body.size()))) {
      return Optional.of(
          new Problem(
              Problem.Type.UPLOAD_NOT_AS_ANNOUNCED,
              "the Content-Length is " + length + ", and the ticket is for " + body.size()));
    }
    return request.headers().keySet().stream()
        .filter(name -> name.startsWith("x-amz-") || name.equals("content-encoding"))
        .findFirst()
        .map(name ->
            new Problem(
                Problem.Type.TICKET_NOT_VALID, "the header " + name + " is not in the ticket"));
  }

  private Answer store(Upload upload, HttpRequest request) throws IOException {
    ObjectKey key = new ObjectKey.Recording(upload.sid());
    Optional<StoredObject> before = store.find(key);
    if (before.isPresent()) {
      return again(upload, request, before.get());
    }
    ObjectStore.Written written =
        store.write(
            key,
            out -> {
              CheckedOutput checked = new CheckedOutput(out, upload.size());
              checked.takes(request.body());
              checked.hasSha256(upload.sha256());
            });
    return switch (written) {
      case STORED -> {
        arrived.accept(upload);
        yield taken();
      }
      case ALREADY_THERE -> {
        WholeOfParts.checkPlace(store, key);
        yield holds(store.find(key).orElseThrow(), upload) ? taken() : there();
      }
    };
  }

  // A node that saw no answer sends the same bytes again, and they are stored.
  private static Answer again(Upload upload, HttpRequest request, StoredObject before)
      throws IOException {
    if (!holds(before, upload)) {
      return there();
    }
    CheckedOutput checked = new CheckedOutput(OutputStream.nullOutputStream(), upload.size());
    checked.takes(request.body());
    checked.hasSha256(upload.sha256());
    return taken();
  }

  private static boolean holds(StoredObject before, Upload upload) throws IOException {
    if (before.size() != upload.size()) {
      return false;
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream stored = before.open(0, before.size())) {
      stored.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    }
    return Sha256.end(digest).equals(upload.sha256());
  }

  private Answer part(TicketUrls.OfPart ticket, HttpRequest request) throws IOException {
    if (!uploads.holds(ticket.begun())) {
      return new Problem(
          Problem.Type.NO_SUCH_UPLOAD, "announce the recording again, without an upload's id");
    }
    uploads.write(
        ticket.begun(),
        ticket.part(),
        out -> {
          CheckedOutput checked = new CheckedOutput(out, ticket.size());
          checked.takes(request.body());
          checked.hasCrc64Nvme(ticket.part().crc64nvme());
        });
    return taken();
  }

  private static HttpResponse taken() {
    return new HttpResponse(200, Map.of(), 0, out -> {});
  }

  private static Problem there() {
    return new Problem(
        Problem.Type.ALREADY_UPLOADED,
        "what is stored is never replaced; announce the recording again, and the answer says"
            + " whether it is the same");
  }
}
