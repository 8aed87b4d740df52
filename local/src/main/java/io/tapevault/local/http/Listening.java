package io.tapevault.local.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a vault listens: a name or address of this machine, a port, of which 0 is any that is
/// free, and how it shows itself where it speaks TLS. `url` is what others call it, where that is
/// something else.
public record Listening(
    String address, int port, @Nullable URI url, @Nullable Certificates certificates) {

  private static final String LOOPBACK = "127.0.0.1";

  /// Files of PEM; who shows a certificate that one of the last file has signed may send events.
  public record Certificates(Path certificate, Path key, @Nullable Path clientCa) {}

  /// For this machine alone.
  public static Listening loopback(int port) {
    return new Listening(LOOPBACK, port, null, null);
  }

  InetAddress at() throws UnknownHostException {
    return InetAddress.getByName(address);
  }

  /// Why nobody can listen there, and what to do: the system says so in words of its own.
  public String notTaken(BindException why) throws IOException {
    InetAddress wanted = at();
    if (!wanted.isAnyLocalAddress() && NetworkInterface.getByInetAddress(wanted) == null) {
      return address
          + " is no address of this machine; 0.0.0.0 is all that it has, which `ip address` lists";
    }
    return String.valueOf(why.getMessage()).contains("ermission denied")
        ? "port " + port + " may not be listened at by this user; choose one from 1024 on"
        : "port " + port + " is taken; choose another with --port, or 0 for any that is free";
  }

  boolean isLoopback() throws UnknownHostException {
    return at().isLoopbackAddress();
  }

  /// What others hear is read by nobody else, and who they are is asked.
  void check(boolean asksForToken) throws IOException {
    if (isLoopback()) {
      return;
    }
    if (certificates == null || !asksForToken) {
      throw new IOException(
          address
              + " can be reached from other machines: that needs --token-file, and --tls-certificate"
              + " with --tls-key");
    }
    if (at().isAnyLocalAddress() && url == null) {
      throw new IOException(
          address
              + " is no address that others can be told: say with --url how they reach this vault,"
              + " such as https://vault.example.com:8420");
    }
  }

  /// With the port that was taken.
  URI uri(int taken) {
    if (url != null) {
      return url;
    }
    String host = address.contains(":") && !address.startsWith("[") ? '[' + address + ']' : address;
    return URI.create((certificates == null ? "http://" : "https://") + host + ':' + taken);
  }
}
