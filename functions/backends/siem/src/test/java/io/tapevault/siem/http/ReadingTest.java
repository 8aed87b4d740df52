package io.tapevault.siem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.json.JsonReader;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an answer means whose body says more than its status.
class ReadingTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  /// Down with what the member `says` has, where the status is 200.
  private static final Reading SAYS =
      new Reading() {
        @Override
        public boolean wants(int status) {
          return status == 200;
        }

        @Override
        public Delivery of(Answered answer) {
          String[] said = {"nothing"};
          return answer.json(
              json ->
                  JsonReader.object(
                      "answer",
                      json,
                      name -> {
                        if (name.equals("says")) {
                          said[0] = JsonReader.text(name, json);
                        }
                      }),
              () -> new Delivery.Down(said[0]));
        }
      };

  private static Delivery post(Answer answer) throws IOException {
    return post(answer, LONG);
  }

  private static Delivery post(Answer answer, Duration patience) throws IOException {
    try (FaultySiem siem = FaultySiem.start(answer)) {
      return SiemHttp.to(
              SinkSpec.webhook("soc", siem.uri(), null),
              InstantSource.system(),
              new Timeouts(LONG, patience, Duration.ofMillis(100)))
          .post(new Request(List.of(), new byte[1], Map.of()), SAYS);
    }
  }

  @Test
  void a_body_is_read_whole_up_to_4_mib() throws IOException {
    String blanks = " ".repeat(4_000_000);
    assertEquals(
        new Delivery.Down("hello"), post(Answer.saying(200, blanks + "{\"says\":\"hello\"}")));
    assertTrue(
        assertInstanceOf(
                Delivery.TryAgain.class,
                post(Answer.saying(200, blanks + " ".repeat(400_000) + "{\"says\":\"hello\"}")))
            .slow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "<html>", "{\"says\":1}", "{\"says\":\"a\"}{}", "null"})
  void an_answer_that_is_none_says_nothing_of_the_events(String body) throws IOException {
    Delivery.TryAgain trouble =
        assertInstanceOf(Delivery.TryAgain.class, post(Answer.saying(200, body)));
    assertTrue(trouble.why().startsWith("status 200"), trouble.why());
  }

  @Test
  void an_answer_without_end_is_given_up() throws IOException {
    AtomicLong written = new AtomicLong();
    for (Answer endless :
        List.of(Answer.unfinished(200), Answer.dripping(200), Answer.flooding(200, written))) {
      assertInstanceOf(Delivery.TryAgain.class, post(endless, SHORT));
    }
    assertTrue(written.get() < 1 << 26, () -> written + " bytes were taken");
  }

  @Test
  void of_another_status_the_body_may_be_anything() throws IOException {
    assertEquals(new Delivery.Delivered(), post(Answer.unfinished(202)));
  }

  @Test
  @Timeout(60)
  void what_was_read_is_held_by_nobody_until_the_patience_would_have_ended() throws Exception {
    WeakReference<AnswerBody> body = read();
    while (body.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
  }

  /// An answer that came at once, where an hour would have been waited.
  private static WeakReference<AnswerBody> read() {
    AnswerBody body = AnswerBody.whole(Duration.ofHours(1));
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {}
        });
    body.onNext(List.of(ByteBuffer.wrap(new byte[1000])));
    body.onComplete();
    assertTrue(body.getBody().toCompletableFuture().isDone());
    return new WeakReference<>(body);
  }

  @ParameterizedTest
  @CsvSource({
    "/hook?tenant=7, /in/_bulk, /hook/in/_bulk?tenant=7",
    "/?tenant=7, /in, /in?tenant=7",
    "'', /in, /in",
    "/hook/in, /in, /hook/in",
    "/a%2Fb/, /in, /a%2Fb/in",
    "/hook, '', /hook",
  })
  void a_path_leads_below_the_address(String address, String path, String there) {
    assertEquals(
        "https://siem.example.com" + there,
        SiemAddress.parse("https://siem.example.com" + address, "").below(path).toString());
  }
}
