package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
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

  /// The body, which may be anything and is for no log.
  public String text() {
    return response.body().text();
  }

  /// The same where it is no text.
  public ByteBuffer bytes() {
    return response.body().bytes().duplicate();
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
    return verdict.harmless(words, response);
  }

  /// Reads the body as one JSON document, and says what that means. Where it is none, or lacks what
  /// is asked of it ([Malformed]), a refusal is what its status says, and of a success nobody
  /// knows: the events are sent again.
  public Delivery json(JsonReader.Document document, Supplier<Delivery> meaning) {
    return read(
        () -> JsonReader.document("answer", () -> JsonReader.JSON.createParser(text()), document),
        meaning);
  }

  /// Reads an answer.
  public interface Reader {

    /// Throws [Malformed] where it is none.
    void read() throws IOException;
  }

  /// The same for a body of another form.
  public Delivery read(Reader reader, Supplier<Delivery> meaning) {
    try {
      reader.read();
      return meaning.get();
    } catch (Malformed e) {
      return status() / 100 == 2
          ? new Delivery.TryAgain(SiemHttp.SOON, false, said() + ": " + e.getMessage())
          : verdict();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
