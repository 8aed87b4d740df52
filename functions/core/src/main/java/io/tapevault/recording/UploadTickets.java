package io.tapevault.recording;

import io.tapevault.recording.UploadTickets.There.OtherThere;
import io.tapevault.recording.UploadTickets.There.Stored;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands out places to upload a recording to, for a while, without further credentials: one for all
/// of it, or one for each part of a large one.
///
/// Only the very bytes that were announced are taken: another length, another checksum, another
/// session, a URL that was altered or has expired, and a session that has a recording already, are
/// refused and store nothing. A recording is there as a whole or not at all. Announcing again tells
/// whether it has arrived, and changes nothing. Throws [io.tapevault.event.Unavailable] where the
/// same call may succeed later.
public interface UploadTickets {

  /// The most parts that are asked for at once.
  int PARTS_AT_ONCE = 100;

  /// Which recordings go in one PUT, and how large the parts of others are.
  PartPlan plan();

  /// What a node does next. `begun` is an upload in parts to go on with; where it is not there any
  /// more, another one begins.
  Announced announce(Upload upload, @Nullable String begun);

  /// Places for parts of an upload that has begun; each has the number and the size of one in the
  /// plan.
  PartTickets parts(Upload upload, String begun, List<Part> parts);

  /// Makes one recording of all parts; `crc64nvme` is that of the whole, in Base64.
  Completed complete(Upload upload, String begun, String crc64nvme);

  /// What a node announces: the session, how many bytes, their SHA-256 in lower-case hex, and its
  /// own name, which may be empty.
  record Upload(SessionId sid, long size, String sha256, String node) {
    // What S3 takes in 10,000 parts of 5 GiB, in round terms.
    public static final long MAX_SIZE = 48L << 40;

    public Upload(SessionId sid, long size, String sha256) {
      this(sid, size, sha256, "");
    }
  }

  /// A part, from 1 on, and its CRC-64/NVME in Base64.
  record Part(int number, long size, String crc64nvme) {}

  /// One request to make before `expires`, with exactly these headers.
  record Ticket(String method, URI url, Map<String, String> headers, Instant expires) {}

  /// What is to be done with a recording that was announced.
  sealed interface Announced {
    /// Its bytes go with one request.
    record InOnePut(Ticket ticket) implements Announced {}

    /// They go in parts of this size; `there` are those that need not be sent again.
    record InParts(String begun, long partSize, List<Part> there) implements Announced {}
  }

  /// What the session has already.
  sealed interface There extends Announced, Completed {
    /// The very bytes that were announced.
    record Stored(long size, String sha256) implements There {}

    /// Other bytes, which stay.
    record OtherThere(long size, String sha256) implements There {}

    /// A recording that nobody has read through yet.
    record NotReadYet() implements There {}

    /// Compares what is there with what was announced. What has no digest was not read through.
    static There of(long size, String sha256, Upload upload) {
      if (sha256.isEmpty()) {
        return new NotReadYet();
      }
      return size == upload.size() && sha256.equals(upload.sha256())
          ? new Stored(size, sha256)
          : new OtherThere(size, sha256);
    }
  }

  /// Where parts go.
  sealed interface PartTickets {
    record Signed(List<PartTicket> tickets) implements PartTickets {}
  }

  /// Where one part goes.
  record PartTicket(int number, Ticket ticket) {}

  /// What became of an upload in parts.
  sealed interface Completed {
    /// It is not as announced; `why` says what is missing.
    record NotWhole(String why) implements Completed {}
  }

  /// Nothing of this name has begun, or it has ended long ago.
  record NoSuchUpload() implements PartTickets, Completed {}
}
