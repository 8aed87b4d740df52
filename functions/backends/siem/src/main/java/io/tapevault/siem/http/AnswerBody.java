package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The beginning of an answer's body, so many bytes of it at most, for so long. Whatever goes wrong
/// with it is no trouble.
final class AnswerBody implements BodySubscriber<AnswerBody.Read> {

  // Enough for words, where the status says what became of the events.
  private static final int WORDS = 4096;
  // Where an answer says it of each: 40 KB for each of a hundred, say.
  private static final int MOST = 4 << 20;

  private final CompletableFuture<Read> end = new CompletableFuture<>();
  private final CompletableFuture<Void> patienceEnds = new CompletableFuture<>();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final int most;
  private final Duration patience;
  private Flow.@Nullable Subscription subscription;

  private AnswerBody(int most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  /// What was read of a body, and whether that is all of it.
  record Read(ByteBuffer bytes, boolean whole) {

    String text() {
      return UTF_8.decode(bytes.duplicate()).toString();
    }
  }

  static AnswerBody words(Duration patience) {
    return new AnswerBody(WORDS, patience);
  }

  static AnswerBody whole(Duration patience) {
    return new AnswerBody(MOST, patience);
  }

  @Override
  public CompletionStage<Read> getBody() {
    return end;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    var _ =
        patienceEnds
            .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
            .thenRun(this::stop);
    given.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[Math.min(buffer.remaining(), most - read.size())];
      buffer.get(bytes);
      read.writeBytes(bytes);
    }
    if (read.size() == most) {
      stop();
    }
  }

  private synchronized void stop() {
    if (!end.isDone() && subscription != null) {
      subscription.cancel();
      end(false);
    }
  }

  @Override
  public synchronized void onError(Throwable failure) {
    end(false);
  }

  @Override
  public synchronized void onComplete() {
    end(true);
  }

  private void end(boolean whole) {
    // The clock would hold what was read until then.
    patienceEnds.cancel(false);
    end.complete(new Read(ByteBuffer.wrap(read.toByteArray()).asReadOnlyBuffer(), whole));
  }
}
