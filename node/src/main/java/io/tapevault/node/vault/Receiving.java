package io.tapevault.node.vault;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Gives the bytes of a success to a [Receiver], and counts them; where there is none, or no
/// success, it is an answer as usual.
final class Receiving implements BodyHandler<byte[]> {

  private final @Nullable Receiver receiver;
  private final BodyHandler<byte[]> otherwise;
  private final AtomicLong received = new AtomicLong();
  private volatile @Nullable IOException failure;

  Receiving(@Nullable Receiver receiver, BodyHandler<byte[]> otherwise) {
    this.receiver = receiver;
    this.otherwise = otherwise;
  }

  long received() {
    return received.get();
  }

  /// What the receiver threw.
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public BodySubscriber<byte[]> apply(ResponseInfo answer) {
    boolean given = answer.statusCode() == 200 || answer.statusCode() == 206;
    return given && receiver != null ? new Passing(receiver, answer) : otherwise.apply(answer);
  }

  private final class Passing implements BodySubscriber<byte[]> {
    private final Receiver to;
    private final ResponseInfo answer;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    Passing(Receiver to, ResponseInfo answer) {
      this.to = to;
      this.answer = answer;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscribed) {
      subscription = subscribed;
      Map<String, String> headers = new TreeMap<>();
      answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      attempt(() -> to.begins(answer.statusCode(), headers));
      if (failure == null) {
        subscribed.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        if (failure == null) {
          received.addAndGet(piece.remaining());
          attempt(() -> to.take(piece));
        }
      }
    }

    private void attempt(Taking taking) {
      try {
        taking.run();
      } catch (IOException e) {
        failure = e;
        if (subscription != null) {
          subscription.cancel();
        }
        done.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable trouble) {
      done.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
      done.complete(new byte[0]);
    }
  }

  private interface Taking {
    void run() throws IOException;
  }
}
