package io.tapevault.siem.splunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.json.JsonReader;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.Gzip;
import io.tapevault.siem.http.Reading;
import io.tapevault.siem.http.Request;
import io.tapevault.siem.http.SiemHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether what was sent last is indexed. Splunk is asked for some seconds at a time, and while it
/// does not say so, the same events are asked for instead of sent again, for five minutes.
final class Acknowledgements {

  private static final String PATH = "/services/collector/ack";
  private static final Duration GIVEN_UP = Duration.ofMinutes(5);
  // With the request itself it is less than a function keeps in reserve.
  private static final int QUESTIONS = 10;
  private static final Duration LATER = Duration.ofSeconds(5);

  private final SiemHttp http;
  private final Map<String, String> headers;
  private final InstantSource clock;
  private final Duration pause;
  private @Nullable Sent last;
  private boolean isIndexed;

  Acknowledgements(
      SiemHttp http, Map<String, String> headers, InstantSource clock, Duration pause) {
    this.http = http;
    this.headers = headers;
    this.clock = clock;
    this.pause = pause;
  }

  private record Sent(long number, Set<String> keys, Instant givenUp) {}

  void sent(long number, List<Outgoing> events) {
    last = new Sent(number, keys(events), clock.instant().plus(GIVEN_UP));
    isIndexed = false;
  }

  private static Set<String> keys(List<Outgoing> events) {
    return events.stream().map(Outgoing::key).collect(Collectors.toCollection(HashSet::new));
  }

  /// Whether all of these are with Splunk already.
  boolean waitFor(List<Outgoing> events) {
    return last != null
        && last.keys().containsAll(keys(events))
        && (isIndexed || clock.instant().isBefore(last.givenUp()));
  }

  /// Asks until these are indexed, or for some seconds.
  Delivery indexed(List<Outgoing> events) {
    for (int i = 0; i < QUESTIONS && !isIndexed; i++) {
      Delivery answer = ask();
      if (!(answer instanceof Delivery.Delivered)) {
        return answer;
      }
    }
    if (last == null || !isIndexed) {
      return new Delivery.TryAgain(LATER, false, "it has them, and did not index them yet");
    }
    // What comes once more is sent once more: it may have to show whether the SIEM takes anything.
    last.keys().removeAll(keys(events));
    return new Delivery.Delivered();
  }

  private Delivery ask() {
    long number = last == null ? -1 : last.number();
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.TryAgain(LATER, false, "interrupted");
    }
    byte[] question = ("{\"acks\":[" + number + "]}").getBytes(UTF_8);
    Delivery answer =
        http.post(new Request(List.of(), Gzip.of(question), headers, PATH), new Indexed(number));
    return answer instanceof Delivery.Refused
        ? new Delivery.Down("it does not say what it indexed: is this the channel of the token?")
        : answer;
  }

  /// `{"acks":{"7":true}}`
  private final class Indexed implements Reading {

    private final String number;

    Indexed(long number) {
      this.number = Long.toString(number);
    }

    @Override
    public boolean wants(int status) {
      return status == 200;
    }

    @Override
    public Delivery of(Answered answer) {
      return answer.json(
          json ->
              JsonReader.object(
                  "answer",
                  json,
                  name -> {
                    if (name.equals("acks")) {
                      JsonReader.object(
                          name,
                          json,
                          ack -> isIndexed |= ack.equals(number) && json.getBooleanValue());
                    }
                  }),
          answer::verdict);
    }
  }
}
