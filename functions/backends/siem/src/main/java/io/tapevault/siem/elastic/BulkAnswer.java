package io.tapevault.siem.elastic;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.Piecewise.Fate;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `_bulk` answers: a status and perhaps a reason for each event, in order. 409 is an event
/// that is there already.
final class BulkAnswer implements Reading {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final List<Item> items = new ArrayList<>();
  private boolean errors = true;
  private Answer.@Nullable Each each;

  Answer.@Nullable Each each() {
    return each;
  }

  private record Item(int status, String why) {}

  @Override
  public boolean wants(int status) {
    return status == 200;
  }

  @Override
  public Delivery of(Answered answer) {
    return answer.json(
        json -> JsonReader.object("answer", json, name -> member(name, json)),
        () -> meaning(answer));
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "errors" -> errors = json.getBooleanValue();
      case "items" ->
          JsonReader.array(
              name, json, () -> JsonReader.object("item", json, action -> items.add(item(json))));
      default -> {}
    }
  }

  private static Item item(JsonParser json) throws IOException {
    int[] status = {0};
    StringBuilder why = new StringBuilder();
    JsonReader.object(
        "result",
        json,
        name -> {
          switch (name) {
            case "status" -> status[0] = json.getIntValue();
            case "error" -> error(json, why);
            default -> {}
          }
        });
    return new Item(status[0], why.toString());
  }

  /// `{"type": …, "reason": …}`, or a text.
  private static void error(JsonParser json, StringBuilder why) throws IOException {
    if (json.currentToken().isScalarValue()) {
      why.append(json.getText());
      return;
    }
    JsonReader.object(
        "error",
        json,
        name -> {
          if ((name.equals("type") || name.equals("reason"))
              && json.currentToken().isScalarValue()) {
            why.append(why.isEmpty() ? "" : ": ").append(json.getText());
          }
        });
  }

  private Delivery meaning(Answered answer) {
    if (items.size() != answer.batch().size()) {
      throw new Malformed("it speaks of %d events".formatted(items.size()));
    }
    if (errors || !items.stream().allMatch(BulkAnswer::isTaken)) {
      List<Fate> fates = items.stream().map(item -> fate(item, answer)).toList();
      each = new Answer.Each(fates, trouble(answer));
    }
    return answer.verdict();
  }

  private static Fate fate(Item item, Answered answer) {
    if (isTaken(item)) {
      return new Fate.Taken();
    }
    return mayPass(item) ? new Fate.Again() : new Fate.Refused(said(item, answer));
  }

  private static boolean isTaken(Item item) {
    return item.status() / 100 == 2 || item.status() == 409;
  }

  private static boolean mayPass(Item item) {
    return item.status() == 429 || item.status() / 100 == 5 || item.status() == 0;
  }

  private static String said(Item item, Answered answer) {
    return "status " + item.status() + " “" + answer.harmless(item.why()) + "”";
  }

  private Delivery.@Nullable TryAgain trouble(Answered answer) {
    List<Item> again = items.stream().filter(BulkAnswer::mayPass).toList();
    return again.isEmpty()
        ? null
        : new Delivery.TryAgain(
            SOON,
            false,
            "of %d events %d have to wait: %s"
                .formatted(items.size(), again.size(), said(again.getFirst(), answer)));
  }
}
