package io.tapevault.siem.aws;

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
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a service says of its entries. Firehose (`RequestResponses`) and EventBridge (`Entries`)
/// say it of each in order, SQS and SNS (`Successful`, `Failed`) by the id, which is the place. Of
/// a call that failed as a whole the code says what it means, not the status, which is 400 for
/// most.
final class EntriesAnswer implements Reading {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Pattern PLACE = Pattern.compile("[0-9]{1,3}");

  // Of an entry, and of a whole call: it may be taken later.
  private static final Set<String> LATER =
      Set.of(
          "InternalException",
          "InternalError",
          "InternalFailure",
          "InternalServerError",
          "KmsThrottled",
          "KMSThrottling",
          "KMSThrottlingException",
          "LimitExceededException",
          "OverLimit",
          "RequestThrottled",
          "ServiceUnavailable",
          "ServiceUnavailableException",
          "Throttled",
          "Throttling",
          "ThrottlingException",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired");
  // Of a whole call: it is the events.
  private static final Set<String> OF_THE_EVENTS =
      Set.of(
          "BatchRequestTooLong",
          "InvalidArgumentException",
          "InvalidMessageContents",
          "InvalidParameter",
          "InvalidParameterValue",
          "ParameterValueInvalid",
          "SerializationException",
          "ValidationException");

  private final List<Result> inOrder = new ArrayList<>();
  private final @Nullable Result[] byId;
  private final boolean isXml;
  private String type = "";
  private Answer.@Nullable Each each;

  private EntriesAnswer(int entries, boolean isXml) {
    byId = new Result[entries];
    this.isXml = isXml;
  }

  static EntriesAnswer json(int entries) {
    return new EntriesAnswer(entries, false);
  }

  static EntriesAnswer xml(int entries) {
    return new EntriesAnswer(entries, true);
  }

  /// `code` is empty for what was taken.
  private record Result(String code, String message, boolean refused) {}

  Answer.@Nullable Each each() {
    return each;
  }

  @Override
  public boolean wants(int status) {
    return status == 200 || status == 400;
  }

  @Override
  public Delivery of(Answered answer) {
    Supplier<Delivery> meaning = () -> answer.status() == 200 ? ofEach(answer) : ofAll(answer);
    return isXml
        ? answer.read(() -> readXml(answer.text()), meaning)
        : answer.json(
            json -> JsonReader.object("answer", json, name -> member(name, json)), meaning);
  }

  private void readXml(String xml) {
    List<Members> entries = new ArrayList<>();
    XmlEntries.read(
        xml,
        new XmlEntries.Told() {
          @Override
          public void entry() {
            entries.add(new Members());
          }

          @Override
          public void text(String element, String text) {
            if (!entries.isEmpty()) {
              entries.getLast().take(element, text);
            } else if (element.equals("Code")) {
              type = text;
            }
          }
        });
    entries.forEach(entry -> entry.placeIn(byId));
  }

  private void member(String name, JsonParser json) throws IOException {
    switch (name) {
      case "RequestResponses", "Entries" ->
          JsonReader.array(name, json, () -> inOrder.add(result(json).result()));
      case "Successful", "Failed" -> JsonReader.array(name, json, () -> result(json).placeIn(byId));
      case "__type" -> {
        String text = JsonReader.text(name, json);
        type = text.substring(text.indexOf('#') + 1);
      }
      default -> {}
    }
  }

  private static Members result(JsonParser json) throws IOException {
    Members members = new Members();
    JsonReader.object(
        "entry",
        json,
        name -> {
          if (json.currentToken().isScalarValue()) {
            members.take(name, json.getText());
          }
        });
    return members;
  }

  /// An entry as it is read.
  private static final class Members {
    private String id = "";
    private String code = "";
    private String message = "";
    private boolean fault;

    private void take(String name, String text) {
      switch (name) {
        case "Id" -> id = text;
        case "Code", "ErrorCode" -> code = text.equals("null") ? "" : text;
        case "Message", "ErrorMessage" -> message = text;
        case "SenderFault" -> fault = text.equals("true");
        default -> {}
      }
    }

    private Result result() {
      return new Result(code, message, fault);
    }

    private void placeIn(@Nullable Result[] results) {
      if (!PLACE.matcher(id).matches() || Integer.parseInt(id) >= results.length) {
        throw new Malformed("it speaks of an entry that was not sent");
      }
      results[Integer.parseInt(id)] = result();
    }
  }

  private Delivery ofEach(Answered answer) {
    List<Result> results = inOrder.isEmpty() ? placed() : inOrder;
    if (results.size() != answer.batch().size()) {
      throw new Malformed("it speaks of %d entries".formatted(results.size()));
    }
    if (results.stream().anyMatch(one -> !one.code().isEmpty())) {
      List<Fate> fates = results.stream().map(one -> fate(one, answer)).toList();
      each = new Answer.Each(fates, trouble(results, answer));
    }
    return answer.verdict();
  }

  private List<Result> placed() {
    List<Result> results = new ArrayList<>();
    for (Result one : byId) {
      // One of which nothing is said may not have been taken.
      results.add(one == null ? new Result("Unknown", "", false) : one);
    }
    return results;
  }

  private static Fate fate(Result one, Answered answer) {
    if (one.code().isEmpty()) {
      return new Fate.Taken();
    }
    return again(one) ? new Fate.Again() : new Fate.Refused(said(one, answer));
  }

  private static boolean again(Result one) {
    return !one.code().isEmpty() && !one.refused() && !OF_THE_EVENTS.contains(one.code());
  }

  private static String said(Result one, Answered answer) {
    return answer.harmless(one.code() + " " + one.message());
  }

  private static Delivery.@Nullable TryAgain trouble(List<Result> results, Answered answer) {
    List<Result> again = results.stream().filter(EntriesAnswer::again).toList();
    return again.isEmpty()
        ? null
        : new Delivery.TryAgain(
            SOON,
            false,
            "of %d events %d have to wait: %s"
                .formatted(results.size(), again.size(), said(again.getFirst(), answer)));
  }

  private Delivery ofAll(Answered answer) {
    if (LATER.contains(type)) {
      return new Delivery.TryAgain(SOON, false, answer.said());
    }
    return OF_THE_EVENTS.contains(type)
        ? Delivery.Refused.all(answer.batch(), answer.said())
        : new Delivery.Down(answer.said());
  }
}
