package io.tapevault.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A port in front of a server that is some milliseconds away: what goes through it, in either
/// direction, arrives so much later, however much of it there is.
final class FarFront implements AutoCloseable {

  private final ServerSocket listens;
  private final URI server;
  private final Duration oneWay;

  /// Nothing is the end.
  private record Sent(ByteBuffer bytes, long due) {}

  FarFront(URI server, Duration oneWay) throws IOException {
    this.listens = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.oneWay = oneWay;
    Thread.ofPlatform().daemon().name("far").start(this::accept);
  }

  URI uri() {
    return URI.create("http://" + server.getHost() + ":" + listens.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listens.accept();
        Socket behind = new Socket(server.getHost(), server.getPort());
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        pump(client, behind);
        pump(behind, client);
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void pump(Socket from, Socket to) {
    BlockingQueue<Sent> under = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().name("far").start(() -> take(from, under));
    Thread.ofPlatform().daemon().name("far").start(() -> give(under, to));
  }

  private void take(Socket from, BlockingQueue<Sent> under) {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        under.add(
            new Sent(
                ByteBuffer.wrap(Arrays.copyOf(buffer, read)),
                System.nanoTime() + oneWay.toNanos()));
      }
    } catch (IOException e) {
      // One of them has gone.
    }
    under.add(new Sent(ByteBuffer.allocate(0), System.nanoTime()));
  }

  private static void give(BlockingQueue<Sent> under, Socket to) {
    try (to) {
      OutputStream out = to.getOutputStream();
      for (Sent sent = under.take(); sent.bytes().hasRemaining(); sent = under.take()) {
        TimeUnit.NANOSECONDS.sleep(sent.due() - System.nanoTime());
        out.write(sent.bytes().array());
      }
    } catch (IOException e) {
      // One of them has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listens.close();
  }
}
