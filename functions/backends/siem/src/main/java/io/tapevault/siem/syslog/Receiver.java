package io.tapevault.siem.syslog;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.siem.http.SiemAddress;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.siem.http.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// What takes frames of syslog, and never says that it did. So each batch has a connection of its
/// own, and counts as delivered when the other side, having come to its end, closes it too: until
/// then nobody knows what was read. One that closes before it could see the end had its own reason,
/// and may have thrown away what it had not read.
final class Receiver {

  private static final Duration SOON = Duration.ofSeconds(1);
  // RFC 5425.
  private static final int PORT = 6514;

  private final SiemAddress address;
  private final Optional<SSLSocketFactory> tls;
  private final Timeouts timeouts;
  private int connections;

  /// Without TLS where it is on this machine.
  Receiver(SiemAddress address, Optional<SSLSocketFactory> tls, Timeouts timeouts) {
    this.address = address;
    this.tls = tls;
    this.timeouts = timeouts;
  }

  Delivery send(List<byte[]> frames) {
    try (Socket socket = new Socket()) {
      FutureTask<Delivery> exchange = new FutureTask<>(() -> exchange(socket, frames));
      Thread.ofVirtual().start(exchange);
      // Who waits for a socket to write knows no time-out; closing it ends that.
      return exchange.get(timeouts.request().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Delivery.TryAgain(
          SOON,
          true,
          "it did not read everything and close within " + timeouts.request().toMillis() + " ms");
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (IOException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.TryAgain(SOON, false, "interrupted");
    }
  }

  private Delivery exchange(Socket socket, List<byte[]> frames) throws IOException {
    List<InetAddress> addresses = address.addresses();
    Optional<String> refusal = address.refusal(addresses);
    if (refusal.isPresent()) {
      return new Delivery.Down(refusal.get());
    }
    // Of several each has its turn, so that one that is away is no obstacle for ever.
    InetAddress one = addresses.get(Math.floorMod(connections++, addresses.size()));
    long before = System.nanoTime();
    socket.connect(new InetSocketAddress(one, port()), (int) timeouts.connect().toMillis());
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - before);
    Socket secured = secured(socket);
    OutputStream out = secured.getOutputStream();
    for (byte[] frame : frames) {
      out.write(frame);
    }
    out.flush();
    InputStream in = secured.getInputStream();
    // For a close that is on its way already to arrive, which takes longer from far away.
    Duration onItsWay = timeouts.rest().dividedBy(5).plus(roundTrip.multipliedBy(2));
    secured.setSoTimeout((int) onItsWay.toMillis());
    try {
      return in.read() < 0
          ? new Delivery.TryAgain(
              SOON, false, "it closed the connection before it had seen the end of what was sent")
          : speaks();
    } catch (SocketTimeoutException e) {
      // It is still there.
    }
    secured.setSoTimeout(0);
    secured.shutdownOutput();
    return in.read() < 0 ? new Delivery.Delivered() : speaks();
  }

  private static Delivery speaks() {
    return new Delivery.Down("it answers, and a receiver of syslog says nothing: is it one?");
  }

  private int port() {
    int port = address.endpoint().getPort();
    return port < 0 ? PORT : port;
  }

  private Socket secured(Socket socket) throws IOException {
    if (tls.isEmpty()) {
      return socket;
    }
    SSLSocket secured = (SSLSocket) tls.get().createSocket(socket, address.host(), port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    // That the certificate is of this host; a socket does not look at it by itself.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private static Delivery failed(@Nullable Throwable failure) {
    Optional<String> distrust = Tls.distrust(failure);
    if (distrust.isPresent()) {
      return new Delivery.Down(distrust.get());
    }
    return switch (failure) {
      case UnknownHostException e ->
          new Delivery.TryAgain(SOON, false, "the name of its host is not known");
      case null -> new Delivery.TryAgain(SOON, false, "no connection");
      default -> new Delivery.TryAgain(SOON, false, "the connection broke: " + said(failure));
    };
  }

  private static String said(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    String words = message == null ? name : name + ": " + message.replaceAll("[^ -~]+", " ");
    return words.substring(0, Math.min(words.length(), 200));
  }
}
