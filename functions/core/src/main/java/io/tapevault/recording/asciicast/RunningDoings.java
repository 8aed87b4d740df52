package io.tapevault.recording.asciicast;

import io.tapevault.recording.RecordedEvent;
import io.tapevault.recording.RecordedEvent.Detail;
import io.tapevault.recording.RecordedEvent.Printed;
import io.tapevault.recording.RecordedEvent.Resized;
import io.tapevault.recording.RecordedEvent.SessionStarted;
import io.tapevault.recording.RecordingSummary.Command;
import io.tapevault.recording.RecordingSummary.Doings;
import io.tapevault.recording.RecordingSummary.Idle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who took part, what was done, and when nothing was, event by event, in bounded memory.
final class RunningDoings {

  // As long as a line that somebody reads.
  static final int LONGEST = 256;

  private final Set<String> participants = new LinkedHashSet<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Idle> idle = new ArrayList<>();
  private long idleMillis;
  private long lastShown;
  private boolean dialogue;

  void add(RecordedEvent event) {
    Detail detail = event.detail();
    boolean said = !detail.said().isEmpty();
    dialogue |= said;
    if (event instanceof SessionStarted start) {
      takesPart(start.origin().user());
    }
    detail.users().forEach(this::takesPart);
    if (!detail.command().isEmpty() && commands.size() < Doings.MOST) {
      commands.add(new Command(event.stamp().millis(), cut(detail.command())));
    }
    if (said || event instanceof Printed || event instanceof Resized) {
      shown(event.stamp().millis());
    }
  }

  private void shown(long millis) {
    if (millis - lastShown >= Doings.IDLE_MILLIS) {
      idleMillis += millis - lastShown;
      if (idle.size() < Doings.MOST) {
        idle.add(new Idle(lastShown, millis));
      }
    }
    lastShown = Math.max(lastShown, millis);
  }

  private void takesPart(String user) {
    if (!user.isEmpty() && participants.size() < Doings.MOST) {
      participants.add(cut(user));
    }
  }

  static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    boolean halved = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, halved ? LONGEST - 1 : LONGEST) + "…";
  }

  boolean isDialogue() {
    return dialogue;
  }

  /// Of a recording that ends there.
  Doings until(long end) {
    shown(end);
    return new Doings(new ArrayList<>(participants), commands, idle, idleMillis, dialogue);
  }
}
