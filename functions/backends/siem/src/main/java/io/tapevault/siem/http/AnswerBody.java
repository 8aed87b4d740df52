package io.tapevault.siem.http;

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

/// The beginning of an answer's body. The status says what became of the events; the body is read
/// so that the connection can serve again, and for what a refusal says: 4 KB of it, for a moment,
/// and whatever goes wrong with it is no trouble.
final class AnswerBody implements BodySubscriber<byte[]> {

  private static final int MOST = 4096;

  private final CompletableFuture<byte[]> end = new CompletableFuture<>();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final Duration patience;
  private Flow.@Nullable Subscription subscription;

  AnswerBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return end;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::stop);
    given.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[Math.min(buffer.remaining(), MOST - read.size())];
      buffer.get(bytes);
      read.writeBytes(bytes);
    }
    if (read.size() == MOST) {
      stop();
    }
  }

  private synchronized void stop() {
    if (!end.isDone() && subscription != null) {
      subscription.cancel();
      end.complete(read.toByteArray());
    }
  }

  @Override
  public void onError(Throwable failure) {
    onComplete();
  }

  @Override
  public synchronized void onComplete() {
    end.complete(read.toByteArray());
  }
}
