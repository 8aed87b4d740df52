package io.tapevault.siem.loki;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.OwnSuccess;
import io.tapevault.siem.http.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Loki answers to a push: by its status, and from what time on it takes lines where some were
/// too old.
final class PushAnswer implements Reading {

  private static final Pattern TOO_OLD =
      Pattern.compile("too far behind|timestamp too old|out of order");
  private static final Pattern OLDEST =
      Pattern.compile("oldest acceptable timestamp is:? *([0-9T:.Z+-]{10,40})");

  private boolean tooOld;
  private Instant oldest = Instant.MIN;

  @Override
  public boolean wants(int status) {
    return status == 400 || OwnSuccess.SILENT.wants(status);
  }

  @Override
  public Delivery of(Answered answer) {
    if (answer.status() != 400) {
      return OwnSuccess.SILENT.of(answer);
    }
    tooOld = TOO_OLD.matcher(answer.text()).find();
    if (tooOld) {
      Matcher said = OLDEST.matcher(answer.text());
      while (said.find()) {
        note(said.group(1));
      }
    }
    return answer.verdict();
  }

  private void note(String said) {
    try {
      Instant one = OffsetDateTime.parse(said).toInstant();
      oldest = one.isAfter(oldest) ? one : oldest;
    } catch (DateTimeException e) {
      // It says it some other way; one line alone shows it as well.
    }
  }

  /// From when on lines are taken, as far as this answer says; long ago where it says nothing.
  Instant oldest(List<Outgoing> batch) {
    return tooOld && batch.size() == 1 && !oldest.isAfter(batch.getFirst().time())
        ? batch.getFirst().time().plusNanos(1)
        : oldest;
  }
}
