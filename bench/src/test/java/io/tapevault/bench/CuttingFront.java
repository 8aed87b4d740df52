package io.tapevault.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.random.RandomGenerator;

/// A port in front of a server, whose connections are cut now and then, after some bytes in either
/// direction.
final class CuttingFront implements AutoCloseable {

  private static final int ONE_IN = 4;
  private static final int LATEST = 200_000;

  private final ServerSocket listens;
  private final URI server;
  private final RandomGenerator random;

  CuttingFront(URI server, RandomGenerator random) throws IOException {
    this.listens = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.random = random;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listens.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listens.accept();
        Socket behind = new Socket(server.getHost(), server.getPort());
        pump(client, behind);
        pump(behind, client);
      }
    } catch (IOException e) {
      // It is closed, or the server has gone for a while.
    }
  }

  private void pump(Socket from, Socket to) {
    long until = random.nextInt(ONE_IN) == 0 ? random.nextInt(LATEST) : Long.MAX_VALUE;
    Thread.ofVirtual()
        .start(() -> {
          try (from;
              to) {
            copy(from.getInputStream(), to.getOutputStream(), until);
          } catch (IOException e) {
            // One of them has cut it.
          }
        });
  }

  private static void copy(InputStream in, OutputStream out, long until) throws IOException {
    byte[] buffer = new byte[16 << 10];
    long left = until;
    for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
      out.write(buffer, 0, (int) Math.min(read, left));
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    listens.close();
  }
}
