package io.tapevault.node.vault;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/// A body that counts what was taken of it.
final class ObservedBody implements BodyPublisher {

  private final BodyPublisher body;
  private final AtomicLong sent = new AtomicLong();

  ObservedBody(BodyPublisher body) {
    this.body = body;
  }

  long sent() {
    return sent.get();
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
    body.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            reader.onSubscribe(subscription);
          }

          @Override
          public void onNext(ByteBuffer bytes) {
            sent.addAndGet(bytes.remaining());
            reader.onNext(bytes);
          }

          @Override
          public void onError(Throwable failure) {
            reader.onError(failure);
          }

          @Override
          public void onComplete() {
            reader.onComplete();
          }
        });
  }
}
