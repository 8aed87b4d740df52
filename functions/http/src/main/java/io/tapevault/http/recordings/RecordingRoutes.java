package io.tapevault.http.recordings;

import io.tapevault.event.Ingest;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import io.tapevault.http.Route;
import io.tapevault.http.Routes;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Announced;
import io.tapevault.recording.UploadTickets.Completed;
import io.tapevault.recording.UploadTickets.NoSuchUpload;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.PartTickets;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.There.NotReadYet;
import io.tapevault.recording.UploadTickets.There.OtherThere;
import io.tapevault.recording.UploadTickets.There.Stored;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.session.ConflictEvent;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where nodes announce a recording, get tickets to upload it with, and learn that it has arrived.
public final class RecordingRoutes {

  private final UploadTickets tickets;
  private final Ingest ingest;
  private final InstantSource clock;

  private RecordingRoutes(UploadTickets tickets, Ingest ingest, InstantSource clock) {
    this.tickets = tickets;
    this.ingest = ingest;
    this.clock = clock;
  }

  /// That a session has another recording than a node announces is an event for `ingest`.
  public static Routes of(UploadTickets tickets, Ingest ingest, InstantSource clock) {
    RecordingRoutes routes = new RecordingRoutes(tickets, ingest, clock);
    return new Routes()
        .add(Route.ANNOUNCE_RECORDING, routes::announced)
        .addPair(Route.SIGN_PARTS, routes::parts)
        .addPair(Route.COMPLETE_UPLOAD, routes::completed);
  }

  private Answer announced(HttpRequest request, String sid) throws IOException {
    return body(request, sid)
        .answer(body -> {
          String begun = body.begun().isEmpty() ? null : body.begun();
          Announced announced = tickets.announce(body.upload(), begun);
          Optional<Upload> other =
              announced instanceof OtherThere ? asOther(body.upload()) : Optional.empty();
          return other.isPresent()
              ? beside(announced, other.get(), begun)
              : answer(announced, body.upload());
        });
  }

  /// The first recording of a session stays, and one with other bytes is kept beside it.
  private Answer beside(Announced first, Upload other, @Nullable String begun) {
    Announced announced = tickets.announce(other, begun);
    if (first instanceof OtherThere there && !(announced instanceof There)) {
      ingest.accept(List.of(ConflictEvent.of(other, there, clock.instant())));
    }
    return answer(announced, other);
  }

  private Answer answer(Announced announced, Upload upload) {
    return switch (announced) {
      case There there -> there(there, upload);
      case Announced.InOnePut(var ticket) -> UploadJson.ticket(ticket);
      case Announced.InParts parts -> UploadJson.parts(parts);
    };
  }

  private static Optional<Upload> asOther(Upload upload) {
    return upload
        .sid()
        .other(upload.sha256())
        .map(sid -> new Upload(sid, upload.size(), upload.sha256(), upload.node()));
  }

  private Answer parts(HttpRequest request, String sid, String begun) throws IOException {
    return body(request, sid, begun)
        .answer(body -> {
          Optional<String> fault = fault(body.upload(), body.parts());
          if (fault.isPresent()) {
            return new Problem(Problem.Type.BAD_UPLOAD, fault.get());
          }
          PartTickets first = tickets.parts(body.upload(), begun, body.parts());
          Optional<Upload> other =
              first instanceof NoSuchUpload ? asOther(body.upload()) : Optional.empty();
          PartTickets signed =
              other.isPresent() ? tickets.parts(other.get(), begun, body.parts()) : first;
          return switch (signed) {
            case PartTickets.Signed(var all) -> UploadJson.tickets(all);
            case NoSuchUpload none -> noSuchUpload();
          };
        });
  }

  private Answer completed(HttpRequest request, String sid, String begun) throws IOException {
    return body(request, sid, begun)
        .answer(body -> {
          if (body.crc64nvme().isEmpty()) {
            return new Problem(
                Problem.Type.BAD_UPLOAD, "'crc64nvme' of the whole recording is missing");
          }
          return switch (completed(body.upload(), begun, body.crc64nvme())) {
            case There there -> there(there, body.upload());
            case Completed.NotWhole(var why) -> new Problem(Problem.Type.UPLOAD_NOT_WHOLE, why);
            case NoSuchUpload none -> noSuchUpload();
          };
        });
  }

  private Completed completed(Upload upload, String begun, String crc64nvme) {
    Completed first = tickets.complete(upload, begun, crc64nvme);
    boolean mayBeOther = first instanceof OtherThere || first instanceof NoSuchUpload;
    Optional<Upload> other = mayBeOther ? asOther(upload) : Optional.empty();
    if (other.isEmpty()) {
      return first;
    }
    Completed second = tickets.complete(other.get(), begun, crc64nvme);
    return second instanceof NoSuchUpload ? first : second;
  }

  private Answer there(There there, Upload upload) {
    return switch (there) {
      case Stored stored -> UploadJson.stored(stored);
      case OtherThere other -> {
        ingest.accept(List.of(ConflictEvent.of(upload, other, clock.instant())));
        yield UploadJson.exists(other);
      }
      case NotReadYet none ->
          new Problem(
              Problem.Type.NOT_READ_YET,
              "the session has a recording that is being read through; announce it again");
    };
  }

  private Optional<String> fault(Upload upload, List<Part> parts) {
    if (parts.isEmpty() || parts.size() > UploadTickets.PARTS_AT_ONCE) {
      return Optional.of("'parts' has 1 to " + UploadTickets.PARTS_AT_ONCE + " elements");
    }
    return parts.stream()
        .filter(part ->
            part.size() < 1 || part.size() != tickets.plan().sizeOf(part.number(), upload.size()))
        .findFirst()
        .map(part -> "part " + part.number() + " has not " + part.size() + " bytes");
  }

  private static Problem noSuchUpload() {
    return new Problem(
        Problem.Type.NO_SUCH_UPLOAD, "announce the recording again, without an upload's id");
  }

  private static Decoded<UploadBody> body(HttpRequest request, String sid) throws IOException {
    Optional<SessionId> session = SessionId.parse(sid);
    return session.isEmpty()
        ? new Decoded.Misunderstood<>(Problem.badSessionId())
        : UploadBody.read(session.get(), request.content());
  }

  private static Decoded<UploadBody> body(HttpRequest request, String sid, String begun)
      throws IOException {
    return UploadBody.UPLOAD.matcher(begun).matches()
        ? body(request, sid)
        : UploadBody.bad("the id of the upload in the path is none");
  }
}
