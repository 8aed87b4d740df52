package io.tapevault.local.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tapevault.http.Front;
import io.tapevault.http.Log;
import io.tapevault.web.Site;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The routes on a port.
///
/// Every request has a thread of the operating system for itself: SQLite's searches would hold the
/// few carriers of virtual threads for as long as they take.
public final class HttpFront implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 500;
  private static final int FEW_CONNECTIONS = 50;
  // For the database, the store, SIEMs and the JVM itself.
  private static final int OTHER_DESCRIPTORS = 60;
  private static final int MOST_HEAD = 16 << 10;
  private static final Duration STOP = Duration.ofSeconds(1);

  private final Server server;
  private final ServerConnector connector;
  private final Waits waits;
  private final Listening listening;

  /// How long a client is waited for: for a `POST` as a whole, and for its next byte.
  public record Waits(Duration post, Duration nextByte) {
    public static final Waits DEFAULT = new Waits(Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  private HttpFront(Server server, ServerConnector connector, Waits waits, Listening listening) {
    this.listening = listening;
    this.server = server;
    this.connector = connector;
    this.waits = waits;
  }

  /// Takes a loopback port; 0 takes any that is free. Nothing is answered before `serve`.
  public static HttpFront bind(int port) throws IOException {
    return bind(port, Waits.DEFAULT);
  }

  public static HttpFront bind(int port, Waits waits) throws IOException {
    return bind(Listening.loopback(port), waits);
  }

  public static HttpFront bind(Listening listening, Waits waits) throws IOException {
    int most = mostConnections();
    QueuedThreadPool threads = new QueuedThreadPool(most + 8, 4);
    threads.setName("http");
    Server server = new Server(threads);
    server.setStopTimeout(STOP.toMillis());
    ServerConnector connector = new ServerConnector(server, 1, 1, protocols(listening));
    connector.setHost(listening.at().getHostAddress());
    connector.setPort(listening.port());
    connector.setIdleTimeout(waits.nextByte().toMillis());
    connector.setShutdownIdleTimeout(100);
    connector.addBean(new MostConnections(most));
    server.addConnector(connector);
    open(connector);
    return new HttpFront(server, connector, waits, listening);
  }

  private static ConnectionFactory[] protocols(Listening listening) throws IOException {
    HttpConnectionFactory http = protocol();
    Listening.Certificates certificates = listening.certificates();
    if (certificates == null) {
      return new ConnectionFactory[] {http};
    }
    // Of certificates there is one, whatever name it is asked under.
    http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
    return new ConnectionFactory[] {ServerTls.of(certificates), http};
  }

  // Nothing is forgiven that two servers could read in two ways. A path is compared as it is
  // spelled, and never leads to a file.
  private static HttpConnectionFactory protocol() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(MOST_HEAD);
    configuration.setHttpCompliance(HttpCompliance.STRICT);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    return new HttpConnectionFactory(configuration);
  }

  // A download needs one for its connection and one for its file.
  private static int mostConnections() {
    if (!(ManagementFactory.getOperatingSystemMXBean()
        instanceof UnixOperatingSystemMXBean system)) {
      return MOST_CONNECTIONS;
    }
    long descriptors = system.getMaxFileDescriptorCount();
    long left = descriptors - system.getOpenFileDescriptorCount() - OTHER_DESCRIPTORS;
    int most = Math.clamp(left / 2, 1, MOST_CONNECTIONS);
    if (most < FEW_CONNECTIONS) {
      Log.warn(
          "-",
          "only %d connections are served at once, since this process may open %d files; raise ulimit -n"
              .formatted(most, descriptors));
    }
    return most;
  }

  private static void open(ServerConnector connector) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      throw e.getCause() instanceof BindException taken ? taken : e;
    }
  }

  public URI uri() {
    return listening.uri(connector.getLocalPort());
  }

  /// The routes of a vault, and the page beside them.
  public void serve(Front front, LoopbackGuard guard, Scratch scratch) {
    Site site = new Site(Site.Vault.LOCAL, uri().getAuthority());
    serve(front::handle, site, guard, scratch);
  }

  public void serve(FrontHandler.Served front, Site site, LoopbackGuard guard, Scratch scratch) {
    server.setErrorHandler(new BadRequests());
    server.setHandler(new GracefulHandler(new FrontHandler(front, site, guard, waits, scratch)));
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server does not start", e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
      server.stop();
    } catch (TimeoutException e) {
      // Those who did not go on were left.
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server does not stop", e);
    }
  }

  /// Closes what comes above so many connections, before the process has no descriptor left to
  /// serve the others with.
  private static final class MostConnections implements Connection.Listener {
    private final AtomicInteger open = new AtomicInteger();
    private final int most;

    MostConnections(int most) {
      this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
      if (!isOfItsOwn(connection)) {
        return;
      }
      if (open.incrementAndGet() > most) {
        connection.getEndPoint().close();
      }
    }

    @Override
    public void onClosed(Connection connection) {
      if (isOfItsOwn(connection)) {
        open.decrementAndGet();
      }
    }

    // TLS is one around another.
    private static boolean isOfItsOwn(Connection connection) {
      return !(connection instanceof SslConnection);
    }
  }
}
