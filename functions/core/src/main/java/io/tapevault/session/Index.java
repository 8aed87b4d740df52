package io.tapevault.session;

import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventLog;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.StoredObject;
import io.tapevault.recording.RecordingFormat;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.RecordingSummary;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.recording.Verdict;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.session.Announcements.Said;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Takes note of a recording: puts `session.upload` into the log, and the end of the session where
/// nobody told of it, and derives what a player needs.
///
/// All come from one pass through its bytes. The summary is written last: where it is, all is done.
/// Doing it again changes nothing; a recording that has other bytes than it had is another one.
public final class Index {

  private final ObjectStore store;
  private final EventLog log;
  private final Announcements announcements;
  private final long mostRead;
  private final RedactedCast redacted;
  private final Forms forms;
  private final Formed formed;

  /// Hears of a session whose forms are there.
  public interface Formed {
    void of(SessionId sid) throws IOException;
  }

  /// Of recordings that nobody announced.
  public Index(ObjectStore store, EventLog log) {
    this(store, log, (stored, recording) -> Said.NOTHING);
  }

  public Index(ObjectStore store, EventLog log, Announcements announcements) {
    this(store, log, announcements, Long.MAX_VALUE);
  }

  /// What has more bytes than `mostRead` is not read through, but for the first ones: it is noted
  /// as the store and its announcement tell it.
  public Index(ObjectStore store, EventLog log, Announcements announcements, long mostRead) {
    this(store, log, announcements, mostRead, Screens.NONE);
  }

  /// `screens` makes other forms of what is shown.
  public Index(
      ObjectStore store,
      EventLog log,
      Announcements announcements,
      long mostRead,
      Screens screens) {
    this(store, log, announcements, mostRead, screens, sid -> {});
  }

  /// `formed` is told of the forms each time, whether they were made now or before.
  public Index(
      ObjectStore store,
      EventLog log,
      Announcements announcements,
      long mostRead,
      Screens screens,
      Formed formed) {
    this.forms = new Forms(store, screens);
    this.formed = formed;
    this.mostRead = mostRead;
    this.redacted = new RedactedCast(store);
    this.store = store;
    this.log = log;
    this.announcements = announcements;
  }

  /// Makes the other forms of what is shown that are not there yet, from one pass through the
  /// recording. Belongs behind [#index], which others wait for.
  public void forms(SessionId sid) throws IOException {
    forms.derive(sid);
    formed.of(sid);
  }

  /// Does all that is not done yet, but for [#forms]. Answers the summary of the recording, as
  /// JSON; empty where there is no recording. A source or a log that fails leaves everything to be
  /// done again.
  public Optional<byte[]> index(SessionId sid) throws IOException {
    Optional<StoredObject> recording = store.find(new ObjectKey.Recording(sid));
    if (recording.isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> summary = summary(sid, recording.get());
    if (summary.isPresent()) {
      redacted.derive(sid, recording.get());
      return summary;
    }
    acknowledge(sid, recording.get());
    if (recording.get().size() > mostRead) {
      return Optional.of(note(sid, recording.get()));
    }
    byte[] read = read(sid, recording.get());
    redacted.derive(sid, recording.get());
    return Optional.of(read);
  }

  /// To read through a very large one may take longer than there is time for, and whoever uploaded
  /// it waits to hear that it is there.
  private void acknowledge(SessionId sid, StoredObject recording) throws IOException {
    Optional<Upload> compared = announcements.compared(sid, recording);
    if (compared.isPresent()) {
      byte[] receipt =
          SummaryJson.receipt(
              new SummaryJson.Original(compared.get().size(), compared.get().sha256()));
      store.write(Derived.of(sid, recording, Kind.RECEIPT), out -> out.write(receipt));
    }
  }

  private byte[] note(SessionId sid, StoredObject recording) throws IOException {
    String sha256 = announcements.compared(sid, recording).map(Upload::sha256).orElse("");
    Upload unread = new Upload(sid, recording.size(), sha256);
    String node = announcements.of(unread, recording).node();
    Upload stored = new Upload(sid, recording.size(), sha256, node);
    Optional<RecordingFormat> format = Recordings.format(recording);
    if (!UploadEvent.isIn(log, stored)) {
      log.append(
          List.of(
              UploadEvent.ofUnread(
                  stored,
                  store.location(new ObjectKey.Recording(sid)),
                  recording.written(),
                  format,
                  announcements.checksum(sid, recording).orElse(""))));
    }
    String reason =
        "it has %d bytes, and what has more than %d is not read through"
            .formatted(recording.size(), mostRead);
    byte[] summary =
        SummaryJson.notRead(reason, new SummaryJson.Original(stored.size(), sha256), format);
    store.write(Derived.of(sid, recording, Kind.SUMMARY), out -> out.write(summary));
    return summary;
  }

  /// The summary of these very bytes, as JSON; empty where it has not been derived. One that was
  /// damaged is [Unavailable], and says what to do.
  public Optional<byte[]> summary(SessionId sid, StoredObject recording) throws IOException {
    Derived key = Derived.of(sid, recording, Kind.SUMMARY);
    Optional<StoredObject> summary = store.find(key);
    if (summary.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = summary.get().open(0, summary.get().size())) {
      byte[] json = in.readAllBytes();
      if (!SummaryJson.isWhole(json)) {
        throw new Unavailable(
            "what was derived from the recording is damaged; delete it, and it is made again: "
                + store.location(key));
      }
      return Optional.of(json);
    }
  }

  private byte[] read(SessionId sid, StoredObject recording) throws IOException {
    try (DigestingSource source = new DigestingSource(recording)) {
      Optional<RecordingSummary> converted = Optional.empty();
      String reason = "";
      try {
        converted = Optional.of(convert(Derived.of(sid, recording, Kind.CAST), source));
      } catch (Damaged e) {
        // There is nothing in it that could be played.
        reason = String.valueOf(e.getMessage());
      }
      Upload stored = new Upload(sid, recording.size(), source.sha256());
      Said said = announcements.of(stored, recording);
      SummaryJson.Original original = new SummaryJson.Original(stored.size(), stored.sha256());
      byte[] summary =
          converted.isPresent()
              ? SummaryJson.write(converted.get(), original)
              : SummaryJson.unreadable(reason, original);
      if (!said.sha256().isEmpty() && !said.sha256().equals(stored.sha256())) {
        summary =
            SummaryJson.with(summary, new Verdict(Status.DAMAGED, contradiction(stored, said)));
      }
      // One by one: many at once would take another right.
      for (AuditEvent event : events(stored, said, recording, converted)) {
        log.append(List.of(event));
      }
      byte[] last = summary;
      store.write(Derived.of(sid, recording, Kind.SUMMARY), out -> out.write(last));
      return summary;
    }
  }

  private static String contradiction(Upload stored, Said said) {
    return "the node announced bytes with the SHA-256 "
        + said.sha256()
        + ", and these have "
        + stored.sha256();
  }

  private List<AuditEvent> events(
      Upload stored, Said said, StoredObject recording, Optional<RecordingSummary> summary) {
    List<AuditEvent> events = new ArrayList<>();
    Upload named = new Upload(stored.sid(), stored.size(), stored.sha256(), said.node());
    if (!UploadEvent.isIn(log, stored)) {
      URI location = store.location(new ObjectKey.Recording(stored.sid()));
      events.add(UploadEvent.of(named, location, recording.written(), summary));
    }
    summary.flatMap(read -> EndEvent.missing(stored, read, log)).ifPresent(events::add);
    if (!said.sha256().isEmpty() && !said.sha256().equals(stored.sha256())) {
      Upload announced = new Upload(stored.sid(), stored.size(), said.sha256(), said.node());
      There.OtherThere there = new There.OtherThere(stored.size(), stored.sha256());
      events.add(ConflictEvent.of(announced, there, recording.written()));
    }
    return events;
  }

  private RecordingSummary convert(Derived cast, RecordingSource source) throws IOException {
    Conversion conversion = new Conversion(source);
    store.write(cast, conversion);
    // A cast that was there already, without a summary: an earlier run broke off between the two.
    return conversion.summary == null
        ? Recordings.toAsciicast(source, OutputStream.nullOutputStream())
        : conversion.summary;
  }

  private static final class Conversion implements ObjectStore.Content {
    private final RecordingSource recording;
    private @Nullable RecordingSummary summary;

    Conversion(RecordingSource recording) {
      this.recording = recording;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      GZIPOutputStream zipped = new GZIPOutputStream(out, 1 << 13);
      summary = Recordings.toAsciicast(recording, zipped);
      zipped.finish();
    }
  }
}
