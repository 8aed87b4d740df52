package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;

/// What a SIEM answered to a batch. What it says may be anything.
public final class Answered {

  private final HttpResponse<AnswerBody.Read> response;
  private final List<Outgoing> batch;
  private final Verdict verdict;

  Answered(HttpResponse<AnswerBody.Read> response, List<Outgoing> batch, Verdict verdict) {
    this.response = response;
    this.batch = batch;
    this.verdict = verdict;
  }

  public int status() {
    return response.statusCode();
  }

  public List<Outgoing> batch() {
    return batch;
  }

  /// What the status alone means.
  public Delivery verdict() {
    return verdict.of(response, batch);
  }

  /// The status, and the first words of the body, fit for a log.
  public String said() {
    return verdict.said(response);
  }

  /// A few words of the body, fit for a log.
  public String harmless(String words) {
    return verdict.harmless(words);
  }

  /// Reads the body as one JSON document, and says what that means. Where it is none, or lacks what
  /// is asked of it ([Malformed]), nobody knows what became of the events: they are sent again.
  public Delivery json(JsonReader.Document document, Supplier<Delivery> meaning) {
    String text = response.body().text();
    try {
      JsonReader.document("answer", () -> JsonReader.JSON.createParser(text), document);
      return meaning.get();
    } catch (Malformed e) {
      return new Delivery.TryAgain(SiemHttp.SOON, false, said() + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
