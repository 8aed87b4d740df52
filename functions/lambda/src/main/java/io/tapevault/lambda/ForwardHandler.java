package io.tapevault.lambda;

import io.tapevault.event.EventKey;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.Forward;
import io.tapevault.lambda.StreamEvents.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/// From the table's stream to every SIEM's queue.
public final class ForwardHandler {

  private final Forward forward;

  public ForwardHandler(Forward forward) {
    this.forward = forward;
  }

  /// Where a queue is away, the stream brings all of it again, from the first record on. One that
  /// is missing or denied does not stop it.
  public void handle(InputStream in, OutputStream out, Invocation invocation) throws IOException {
    List<Change> changes = StreamEvents.read(in);
    List<EventKey> stored = changes.stream().map(Change::stored).filter(Objects::nonNull).toList();
    try {
      for (Forward.SetAside aside : forward.forward(stored)) {
        invocation.warn(
            aside.notices()
                + " notices for the queue "
                + aside.queue()
                + " were set aside, and have to be sent again by hand: "
                + aside.why().getMessage());
      }
      BatchResponse.write(List.of(), out);
    } catch (Unavailable e) {
      invocation.error(e);
      BatchResponse.write(List.of(changes.getFirst().sequenceNumber()), out);
    }
  }
}
