package io.tapevault.siem.loki;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A Loki that takes what is new enough, says of the others that it ignored them, and knows a line
/// of a time again.
final class Ingester implements Answer {

  private static final ObjectMapper JSON = new ObjectMapper();
  // By default.
  private static final int MAX_LINE_SIZE = 256 * 1024;

  private final Set<Entry> kept = new LinkedHashSet<>();
  private final Instant oldest;
  private final boolean saysSinceWhen;

  Ingester(Instant oldest, boolean saysSinceWhen) {
    this.oldest = oldest;
    this.saysSinceWhen = saysSinceWhen;
  }

  record Entry(Instant time, String line, String uid) {}

  static List<Entry> entries(Request request) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode stream : JSON.readTree(request.body()).path("streams")) {
      for (JsonNode value : stream.path("values")) {
        String nanos = value.path(0).textValue();
        int split = nanos.length() - 9;
        Instant time =
            Instant.ofEpochSecond(
                Long.parseLong(nanos.substring(0, split)), Long.parseLong(nanos.substring(split)));
        entries.add(
            new Entry(time, value.path(1).textValue(), value.path(2).path("uid").textValue()));
      }
    }
    return entries;
  }

  /// What is kept, sorted.
  synchronized List<String> lines() {
    return kept.stream().map(Entry::line).sorted().toList();
  }

  @Override
  public void to(Request request, Socket connection) throws IOException, InterruptedException {
    answer(entries(request)).to(request, connection);
  }

  private synchronized Answer answer(List<Entry> entries) {
    String why = "";
    int ignored = 0;
    for (Entry entry : entries) {
      if (entry.line().length() > MAX_LINE_SIZE) {
        why = "Max entry size '262144' bytes exceeded for stream '{}'";
        ignored++;
      } else if (entry.time().isBefore(oldest)) {
        why =
            "entry with timestamp %s ignored, reason: 'entry too far behind%s',"
                .formatted(
                    entry.time(),
                    saysSinceWhen
                        ? ", entry timestamp is: %s, oldest acceptable timestamp is: %s"
                            .formatted(entry.time(), oldest)
                        : "");
        ignored++;
      } else {
        kept.add(entry);
      }
    }
    return ignored == 0
        ? Answer.status(204)
        : Answer.saying(400, why + " total ignored: " + ignored + " out of " + entries.size());
  }
}
