package io.tapevault.node.audit;

import static java.nio.file.StandardOpenOption.READ;

import io.tapevault.event.AuditEvent;
import io.tapevault.json.EventJson;
import io.tapevault.node.audit.AuditTail.Around;
import io.tapevault.node.audit.EventsRequest.Outcome;
import io.tapevault.node.audit.Quarantine.Kept;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends what one file has behind its mark.
final class Follower {

  // A log that is written faster than it is sent keeps no other waiting.
  private static final int BATCHES_AT_ONCE = 100;
  // A shorter line is too large for nobody: somebody refuses everything.
  private static final int LEAST_TOO_LARGE = 1 << 16;

  private final Marks marks;
  private final Seen seen;
  private final Ways ways;
  private final Around around;
  private final Map<Path, LongLine> longLines = new HashMap<>();

  Follower(Marks marks, Seen seen, Ways ways, Around around) {
    this.marks = marks;
    this.seen = seen;
    this.ways = ways;
    this.around = around;
  }

  /// Where lines go.
  record Ways(Pace pace, Quarantine quarantine) {}

  /// Answers whether there is more in it.
  boolean follow(Path path) throws IOException, InterruptedException {
    try (FileChannel file = FileChannel.open(path, READ)) {
      Mark mark = marks.of(path, file);
      seen.read(path, mark, 0);
      for (int i = 0; i < BATCHES_AT_ONCE; i++) {
        Lines lines =
            inLongLine(path, mark)
                ? Lines.tooLong()
                : Lines.read(file, mark.position(), ways.pace.limits());
        // Its content may have been exchanged while it was read.
        if (!mark.isIn(file)) {
          return true;
        }
        Optional<Mark> next = step(path, file, mark, lines);
        if (next.isEmpty()) {
          return false;
        }
        boolean end = lines.rest() != Lines.Rest.MORE && next.get().equals(mark);
        mark = next.get();
        marks.set(path, mark);
        if (end) {
          seen.readToEnd(path);
          return false;
        }
        marks.save();
      }
      return true;
    }
  }

  private boolean inLongLine(Path path, Mark mark) {
    LongLine line = longLines.get(path);
    return line != null && line.from() == mark.position();
  }

  /// The mark behind what could be sent; empty where it could not be.
  private Optional<Mark> step(Path path, FileChannel file, Mark mark, Lines lines)
      throws IOException, InterruptedException {
    Mark behind = lines.behind(mark);
    boolean finished =
        seen.isFinished(path, around.clock().instant(), around.limits().quiet())
            && seen.isUnchanged(path);
    if (!behind.equals(mark)) {
      return send(path, file, new Stretch(mark, behind, lines.whole()));
    }
    return switch (lines.rest()) {
      case MORE, NOTHING -> Optional.of(mark);
      case TOO_LONG -> Optional.of(tooLong(path, file, mark, finished));
      case HALF -> finished ? lastLine(path, file, mark, lines) : Optional.of(mark);
    };
  }

  /// Lines, and the marks before and behind them.
  private record Stretch(Mark from, Mark behind, List<byte[]> lines) {}

  private Optional<Mark> send(Path path, FileChannel file, Stretch stretch)
      throws IOException, InterruptedException {
    List<byte[]> lines = stretch.lines.stream().filter(line -> !TerminalOutput.is(line)).toList();
    Outcome outcome = lines.isEmpty() ? new Outcome.Taken(0) : ways.pace.send(lines);
    return switch (outcome) {
      case Outcome.Taken(long parked) -> {
        if (parked > 0) {
          around
              .log()
              .accept(path + ": " + parked + " lines are no events; the vault has parked them");
        }
        seen.read(path, stretch.behind, lines.size());
        yield Optional.of(stretch.behind);
      }
      case Outcome.NotNow notNow -> Optional.empty();
      case Outcome.TooLarge(String why) ->
          tooLarge(path, file, new Stretch(stretch.from, stretch.behind, lines), why);
    };
  }

  private Optional<Mark> tooLarge(Path path, FileChannel file, Stretch stretch, String why)
      throws IOException {
    if (stretch.lines.size() > 1) {
      // Fewer of them are read the next time.
      return Optional.empty();
    }
    if (stretch.lines.getFirst().length < LEAST_TOO_LARGE) {
      ways.pace.notNow(why, Duration.ZERO);
      return Optional.empty();
    }
    return Optional.of(
        quarantine(
            file,
            stretch.from,
            new Kept(path, stretch.from.position(), stretch.behind.position() - 1, why)));
  }

  private Mark tooLong(Path path, FileChannel file, Mark mark, boolean finished)
      throws IOException {
    LongLine known = longLines.getOrDefault(path, LongLine.at(mark.position()));
    LongLine line =
        (known.from() == mark.position() ? known : LongLine.at(mark.position())).look(file);
    longLines.put(path, line);
    if (!line.ended() && !finished) {
      return mark;
    }
    longLines.remove(path);
    return quarantine(
        file,
        mark,
        new Kept(
            path,
            mark.position(),
            line.seen(),
            "a line of "
                + (line.seen() - mark.position())
                + " bytes is longer than the "
                + around.limits().lineBytes()
                + " that are taken"));
  }

  private Optional<Mark> lastLine(Path path, FileChannel file, Mark mark, Lines lines)
      throws IOException, InterruptedException {
    byte[] half = lines.half();
    Mark behind = lines.behindHalf(mark);
    if (Lines.isBlank(half)) {
      return Optional.of(behind);
    }
    if (EventJson.read(half, around.clock().instant()) instanceof AuditEvent) {
      return send(path, file, new Stretch(mark, behind, List.of(half)));
    }
    return Optional.of(
        quarantine(
            file,
            mark,
            new Kept(
                path,
                mark.position(),
                behind.position(),
                "the last line of a log that is no longer written is not whole")));
  }

  private Mark quarantine(FileChannel file, Mark mark, Kept kept) throws IOException {
    Mark behind = ways.quarantine.keep(file, mark, kept, around.clock().instant());
    seen.read(kept.file(), behind, 0);
    return behind;
  }
}
