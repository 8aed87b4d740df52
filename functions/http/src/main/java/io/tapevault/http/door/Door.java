package io.tapevault.http.door;

import io.tapevault.event.Ingest;
import io.tapevault.event.Received;
import io.tapevault.http.Answer;
import io.tapevault.http.Decoded;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.Problem;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One way in which shippers send events: at which paths, how events are found in a request, and
/// what such a shipper expects to hear when they are durable.
public interface Door {

  /// More in one request are a 413: they would not be stored within the time of a request.
  int MOST_EVENTS = 10_000;

  static Decoded<List<Received>> bounded(List<Received> events) {
    return events.size() > MOST_EVENTS ? tooMany() : Decoded.of(events);
  }

  static Decoded<List<Received>> tooMany() {
    return Decoded.problem(
        Problem.Type.TOO_MANY_EVENTS,
        "the body holds more than " + MOST_EVENTS + " events; send it in smaller pieces");
  }

  /// What parked things say of where they came in.
  String name();

  /// If this door stands at a path, which is without `/in` and begins with a slash.
  boolean standsAt(String path);

  /// The answer to a request that brings no events, such as one that asks how we are.
  default Optional<Answer> answerAlone(HttpRequest request) throws IOException {
    return Optional.empty();
  }

  /// The content of the request is whole and unpacked. What one event does wrong is said of that
  /// event alone.
  Decoded<List<Received>> decode(HttpRequest request, Instant receivedAt) throws IOException;

  Answer answer(HttpRequest request, Ingest.Accepted accepted);

  /// What such a shipper is told when nothing was stored, so that it does with that what it should.
  default Answer trouble(HttpRequest request, Problem problem) {
    return problem;
  }
}
