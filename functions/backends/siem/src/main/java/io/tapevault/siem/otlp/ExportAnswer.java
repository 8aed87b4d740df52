package io.tapevault.siem.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

/// An `ExportLogsServiceResponse`, in the encoding that the receiver chose: how many records it
/// refused, and not which; what it says beside that, and that it did not answer as it was asked, is
/// told. What is neither is no receiver of OTLP's.
final class ExportAnswer implements Reading {

  private static final Duration SOON = Duration.ofSeconds(1);

  // The receiver has said that sending them again does not help.
  static final String WHY = "refused with part of a request, of which it does not say which";

  static final String OTHER_ENCODING = "it answers in JSON to protobuf";

  private final boolean asksInJson;
  private long rejected;
  private String words = "";
  private boolean answersInJson;

  ExportAnswer(boolean asksInJson) {
    this.asksInJson = asksInJson;
  }

  @Override
  public boolean wants(int status) {
    return status / 100 == 2;
  }

  @Override
  public Delivery of(Answered answer) {
    rejected = 0;
    if (!answer.bytes().hasRemaining()) {
      return new Delivery.Delivered();
    }
    // No protobuf of this message begins so: it would be a group, which is not in it.
    answersInJson = answer.bytes().get(0) == '{';
    if (answersInJson) {
      return answer.json(
          parser ->
              JsonReader.object(
                  "answer",
                  parser,
                  name -> {
                    if (name.equals("partialSuccess")
                        && parser.currentToken() != JsonToken.VALUE_NULL) {
                      JsonReader.object(
                          name,
                          parser,
                          member -> {
                            switch (member) {
                              case "rejectedLogRecords" -> rejected = count(parser.getText());
                              case "errorMessage" -> words = text(parser);
                              default -> {}
                            }
                          });
                    }
                  }),
          () -> meaning(answer));
    }
    try {
      read(CodedInputStream.newInstance(answer.bytes()));
      return meaning(answer);
    } catch (IOException e) {
      return new Delivery.TryAgain(SOON, false, answer.said() + ": its answer is not of OTLP");
    }
  }

  /// A 64-bit number is a text in protobuf's JSON, and some write a number.
  private static long count(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Malformed("rejectedLogRecords is no number");
    }
  }

  private static String text(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
  }

  private void read(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == WireFormat.WIRETYPE_LENGTH_DELIMITED + (1 << 3)) {
        int limit = in.pushLimit(in.readRawVarint32());
        readPartialSuccess(in);
        in.popLimit(limit);
      } else {
        skip(tag, in);
      }
    }
  }

  private void readPartialSuccess(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == WireFormat.WIRETYPE_VARINT + (1 << 3)) {
        rejected = in.readInt64();
      } else if (tag == WireFormat.WIRETYPE_LENGTH_DELIMITED + (2 << 3)) {
        words = in.readString();
      } else {
        skip(tag, in);
      }
    }
  }

  /// The end of a group that never began is that of another language: `<` is one.
  private static void skip(int tag, CodedInputStream in) throws IOException {
    if (!in.skipField(tag)) {
      throw new IOException("it is no message");
    }
  }

  /// All of it is a refusal like any other. Of a part, as many of the last as were refused stand
  /// for those that nobody names.
  private Delivery meaning(Answered answer) {
    int all = answer.batch().size();
    if (rejected <= 0) {
      return new Delivery.Delivered(said(answer));
    }
    return rejected >= all
        ? Delivery.Refused.all(answer.batch(), answer.said())
        : new Delivery.Dropped(
            IntStream.range(all - (int) rejected, all)
                .mapToObj(i -> new RefusedEvent(i, WHY))
                .toList(),
            said(answer));
  }

  private String said(Answered answer) {
    String harmless = words.isEmpty() ? "" : "“" + answer.harmless(words) + "”";
    boolean other = answersInJson && !asksInJson;
    return other ? OTHER_ENCODING + (harmless.isEmpty() ? "" : ": " + harmless) : harmless;
  }
}
