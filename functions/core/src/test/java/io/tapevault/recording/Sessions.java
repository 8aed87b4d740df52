package io.tapevault.recording;

import io.tapevault.recording.RecordedEvent.Origin;
import io.tapevault.recording.RecordedEvent.Other;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionEnded;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordedEvent.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes up sessions: always the same one from the same seed.
final class Sessions {

  static final String SID = "6f1ab7ee-6d30-4e2f-9f0d-34a7f0a4c2b1";
  static final Instant START = Instant.parse("2018-03-15T19:50:00.500Z");

  private final List<RecordedEvent> events = new ArrayList<>();
  private long index;
  private long millis;
  private long firstPrint = -1;

  private Sessions() {
    Origin origin = new Origin(SID, "alice", "root", "web-1");
    events.add(new SessionStarted(stamp("session.start"), origin, new TerminalSize(80, 25)));
  }

  /// Start, one print each, end; 100 ms apart.
  static List<RecordedEvent> printing(String... texts) {
    Sessions session = new Sessions();
    for (String text : texts) {
      session.millis += 100;
      session.print(text.getBytes(StandardCharsets.UTF_8));
    }
    session.millis += 100;
    session.events.add(new SessionEnded(session.stamp("session.end")));
    return session.events;
  }

  static List<RecordedEvent> random(long seed) {
    Random random = new Random(seed);
    Sessions session = new Sessions();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      session.millis += random.nextInt(5000);
      session.index += random.nextInt(20) == 0 ? 3 : 0;
      switch (random.nextInt(8)) {
        case 0 ->
            session.events.add(
                new Resized(
                    session.stamp("resize"), new TerminalSize(1 + random.nextInt(300), 40)));
        case 1 -> session.events.add(new Other(session.stamp("session.leave")));
        default -> {
          byte[] bytes =
              new byte[random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(100)];
          random.nextBytes(bytes);
          session.print(bytes);
        }
      }
    }
    session.events.add(new SessionEnded(session.stamp("session.end")));
    return session.events;
  }

  private void print(byte[] bytes) {
    firstPrint = firstPrint < 0 ? millis : firstPrint;
    events.add(new Printed(stamp("print"), millis - firstPrint, ByteBuffer.wrap(bytes)));
  }

  private Stamp stamp(String type) {
    return new Stamp(index++, type, START.plusMillis(millis), millis);
  }
}
