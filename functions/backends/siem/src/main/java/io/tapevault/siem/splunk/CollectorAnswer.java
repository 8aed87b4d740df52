package io.tapevault.siem.splunk;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.Piecewise.Fate;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the collector answers to one request: a code, and perhaps the place of an event that it
/// refuses (it has taken those before it, and not looked at those behind it), or the number by
/// which to ask whether the events are indexed.
final class CollectorAnswer implements Reading {

  // Invalid data format, incorrect index, no event, blank event, indexed fields.
  private static final Set<Integer> OF_ONE_EVENT = Set.of(6, 7, 12, 13, 15);
  // Channel missing or invalid, acknowledgement or query authorization disabled.
  private static final Set<Integer> OF_THE_SETTINGS = Set.of(10, 11, 14, 16);

  private final boolean acknowledging;
  private int code = -1;
  private int invalid = -1;
  private @Nullable Long acknowledgement;
  private Answer.@Nullable Each each;

  CollectorAnswer(boolean acknowledging) {
    this.acknowledging = acknowledging;
  }

  Answer.@Nullable Each each() {
    return each;
  }

  @Nullable Long acknowledgement() {
    return acknowledgement;
  }

  @Override
  public boolean wants(int status) {
    return status == 400 || status / 100 == 2;
  }

  @Override
  public Delivery of(Answered answer) {
    return answer.json(
        json -> JsonReader.object("answer", json, name -> member(name, json)),
        () -> meaning(answer));
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "code" -> code = json.getIntValue();
      case "invalid-event-number" -> invalid = json.getIntValue();
      case "ackId" -> acknowledgement = json.getLongValue();
      default -> {}
    }
  }

  private Delivery meaning(Answered answer) {
    List<Outgoing> batch = answer.batch();
    if (answer.status() / 100 == 2 && code != 0) {
      throw new Malformed("there is no code 0 for a success");
    }
    if (answer.status() / 100 == 2 && acknowledging && acknowledgement == null) {
      return new Delivery.Down(
          answer.said()
              + ": there is no ackId. Switch acknowledgement on for this token, or leave ack out");
    }
    if (OF_THE_SETTINGS.contains(code)) {
      return new Delivery.Down(answer.said());
    }
    if (OF_ONE_EVENT.contains(code) && invalid >= 0 && invalid < batch.size()) {
      each = new Answer.Each(fates(batch.size(), answer.said()), null);
    }
    return answer.verdict();
  }

  /// What was taken before a refused one has no number to ask by.
  private List<Fate> fates(int events, String why) {
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      fates.add(
          i == invalid
              ? new Fate.Refused(why)
              : i < invalid && !acknowledging ? new Fate.Taken() : new Fate.Again());
    }
    return fates;
  }
}
