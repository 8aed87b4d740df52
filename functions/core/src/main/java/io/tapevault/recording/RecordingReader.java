package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Stamp;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a recording event by event, in memory that does not grow with the recording.
///
/// Throws [Damaged] when the recording itself is at fault, and after that always the same one;
/// another `IOException` when its source cannot be read now.
public final class RecordingReader implements AutoCloseable {

  /// What a recording holds, in the order it stands there.
  public interface Records extends AutoCloseable {
    RecordingFormat format();

    /// The next record, or empty at the end of a whole recording.
    Optional<RecordedFields> next() throws IOException;

    /// Where it is reading: the entry of a tarball and its line, or the part of a stream.
    String place();

    /// How far into the recording that is, in bytes.
    long position();

    @Override
    void close() throws IOException;
  }

  private final Records records;
  private final Repetitions repetitions = new Repetitions();
  private final SessionClock clock = new SessionClock();

  private long last = -1;
  private long delivered;
  private long outOfOrder;
  private @Nullable Damaged failure;

  public RecordingReader(Records records) {
    this.records = records;
  }

  public RecordingFormat format() {
    return records.format();
  }

  /// The next event, or empty at the end of a whole recording.
  public Optional<RecordedEvent> next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      for (Optional<RecordedFields> fields = records.next();
          fields.isPresent();
          fields = records.next()) {
        if (!repetitions.repeats(fields.get(), last)) {
          return Optional.of(event(fields.get()));
        }
      }
      return Optional.empty();
    } catch (Damaged e) {
      failure = e.at(records.place(), records.position(), delivered);
      throw failure;
    }
  }

  /// How many records have been passed over so far because they were there before.
  public long skippedEvents() {
    return repetitions.count();
  }

  /// How often an index has not followed the one before it.
  public long outOfOrderEvents() {
    return outOfOrder;
  }

  private RecordedEvent event(RecordedFields fields) throws IOException {
    // An event without an index follows the one before it.
    long index = fields.index.orElse(last + 1);
    Stamp stamp = new Stamp(index, fields.type(), fields.time, clock.millis(fields));
    RecordedEvent event = fields.event(stamp);
    if (index != last + 1 && delivered > 0) {
      outOfOrder++;
    }
    last = index;
    delivered++;
    return event;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
