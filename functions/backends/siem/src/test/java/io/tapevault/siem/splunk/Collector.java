package io.tapevault.siem.splunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A collector as Splunk documents it: it keeps what stands before a bad event, says where that is,
/// and looks at nothing behind it.
final class Collector implements Answer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> kept = new ArrayList<>();
  private final Set<String> bad;
  private final int questions;
  private int asked;
  private int batches;

  private Collector(Set<String> bad, int questions) {
    this.bad = bad;
    this.questions = questions;
  }

  static Collector refusing(String... uids) {
    return new Collector(Set.of(uids), 0);
  }

  /// One that indexes what it has when it is asked for it so many times.
  static Collector acknowledging(int questions) {
    return new Collector(Set.of(), questions);
  }

  static List<JsonNode> envelopes(Request request) throws IOException {
    try (MappingIterator<JsonNode> all =
        JSON.readerFor(JsonNode.class).readValues(request.body())) {
      return all.readAll();
    }
  }

  static String uid(JsonNode envelope) {
    return envelope.path("fields").path("uid").asText();
  }

  synchronized List<JsonNode> kept() {
    return List.copyOf(kept);
  }

  synchronized List<String> uids() {
    return kept.stream().map(Collector::uid).toList();
  }

  @Override
  public void to(Request request, Socket connection) throws IOException, InterruptedException {
    answer(request).to(request, connection);
  }

  private synchronized Answer answer(Request request) throws IOException {
    @Nullable String channel = request.header("x-splunk-request-channel");
    if (questions > 0 && channel == null) {
      return Answer.saying(400, "{\"text\":\"Data channel is missing\",\"code\":10}");
    }
    if (request.target().contains("/ack")) {
      asked++;
      return Answer.saying(200, "{\"acks\":{\"%d\":%s}}".formatted(batches, asked >= questions));
    }
    List<JsonNode> envelopes = envelopes(request);
    for (int i = 0; i < envelopes.size(); i++) {
      if (bad.contains(uid(envelopes.get(i)))) {
        return Answer.saying(
            400,
            "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":" + i + "}");
      }
      kept.add(envelopes.get(i));
    }
    batches++;
    asked = 0;
    return Answer.saying(
        200,
        questions > 0
            ? "{\"text\":\"Success\",\"code\":0,\"ackId\":" + batches + "}"
            : "{\"text\":\"Success\",\"code\":0}");
  }
}
