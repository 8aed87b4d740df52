package io.tapevault.local.http;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.siem.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS of a vault that others reach. Whoever has no certificate may still show a token; one that
/// nobody signed whom we believe ends the connection.
final class ServerTls {

  private static final int LONGEST_NAME = 200;

  private ServerTls() {}

  static SslConnectionFactory of(Listening.Certificates files) throws IOException {
    Map<String, String> pem = new HashMap<>();
    pem.put(SinkSpec.CERTIFICATE, Files.readString(files.certificate()));
    pem.put(SinkSpec.KEY, Files.readString(files.key()));
    Path clients = files.clientCa();
    if (clients != null) {
      pem.put(SinkSpec.CA, Files.readString(clients));
    }
    SslContextFactory.Server factory = new SslContextFactory.Server();
    try {
      factory.setSslContext(Tls.of(pem).orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new IOException("TLS: " + e.getMessage() + " (" + files + ")", e);
    }
    factory.setWantClientAuth(clients != null);
    return new SslConnectionFactory(factory, HttpVersion.HTTP_1_1.asString());
  }

  /// Who has shown a certificate, as its subject, and nothing where none was.
  static String caller(Request request) {
    if (!(request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
            instanceof EndPoint.SslSessionData session)
        || session.peerCertificates() == null
        || session.peerCertificates().length == 0) {
      return "";
    }
    X509Certificate certificate = session.peerCertificates()[0];
    String name = certificate.getSubjectX500Principal().getName();
    return "certificate:" + name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }
}
