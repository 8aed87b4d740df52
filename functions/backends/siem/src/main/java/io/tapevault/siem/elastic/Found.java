package io.tapevault.siem.elastic;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.Reading;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which of a batch's documents there are, in any backing index, as `_search` says. A key that may
/// only write is refused here, and nothing is known: then an event may come twice after a rollover,
/// which is said.
final class Found implements Reading {

  private final Set<String> ids = new HashSet<>();
  private boolean answered;

  boolean has(Outgoing event) {
    return ids.contains(Documents.id(event));
  }

  /// An id may be there in several backing indices.
  static String question(List<Outgoing> batch) {
    return batch.stream()
        .map(event -> "\"" + Documents.id(event) + "\"")
        .distinct()
        .collect(
            joining(
                ",",
                "{\"size\":"
                    + 4 * batch.size()
                    + ",\"_source\":false,\"query\":{\"ids\":{\"values\":[",
                "]}}}"));
  }

  @Override
  public boolean wants(int status) {
    return status == 200 || isNoAnswer(status);
  }

  /// There is no such stream yet, or it must not be read. Whatever else is wrong, `_bulk` says so.
  private static boolean isNoAnswer(int status) {
    return status == 400 || status == 403 || status == 404 || status == 405;
  }

  @Override
  public Delivery of(Answered answer) {
    if (isNoAnswer(answer.status())) {
      return answer.status() == 404
          ? new Delivery.Delivered()
          : new Delivery.Delivered(
              "it cannot be asked what it has, so that what is sent once more may be there twice; the"
                  + " secret needs the right to read: "
                  + answer.said());
    }
    return answer.json(
        json -> JsonReader.object("answer", json, name -> member(name, json)),
        () -> {
          if (!answered) {
            throw new Malformed("there are no hits");
          }
          return answer.verdict();
        });
  }

  private void member(String name, JsonParser json) throws IOException {
    if (name.equals("hits")) {
      JsonReader.object(
          name,
          json,
          inner -> {
            if (inner.equals("hits")) {
              answered = true;
              JsonReader.array(
                  inner, json, () -> JsonReader.object("hit", json, own -> hit(own, json)));
            }
          });
    }
  }

  private void hit(String name, JsonParser json) throws IOException {
    if (name.equals("_id")) {
      ids.add(JsonReader.text(name, json));
    }
  }
}
