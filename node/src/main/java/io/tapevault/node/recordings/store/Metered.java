package io.tapevault.node.recordings.store;

import io.tapevault.node.recordings.store.Store.Shipment;
import io.tapevault.recording.RecordingSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;

/// A range of a recording as the body of a request: no faster than is allowed, and counted.
final class Metered {

  private static final int AT_ONCE = 16 << 10;

  private final Shipment shipment;
  private final Bandwidth bandwidth;
  private final long offset;
  private final long length;
  private volatile @Nullable IOException failure;

  Metered(Shipment shipment, Bandwidth bandwidth, long offset, long length) {
    this.shipment = shipment;
    this.bandwidth = bandwidth;
    this.offset = offset;
    this.length = length;
  }

  BodyPublisher body() {
    return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), length);
  }

  /// Throws where it was our own copy that could not be read: the other side only saw that the body
  /// broke off.
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  InputStream open() {
    RecordingSource content = shipment.content();
    try {
      return new Counted(content.open(offset, length));
    } catch (IOException e) {
      failure = e;
      return new Counted(InputStream.nullInputStream());
    }
  }

  private final class Counted extends FilterInputStream {
    private long at = offset;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int start, int most) throws IOException {
      try {
        bandwidth.take(Math.min(most, AT_ONCE));
        int read = in.read(bytes, start, Math.min(most, AT_ONCE));
        at += Math.max(0, read);
        shipment.upload().at(at);
        return read;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the node stops");
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
