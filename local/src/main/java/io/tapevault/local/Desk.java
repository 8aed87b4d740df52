package io.tapevault.local;

import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.local.http.HttpFront;
import io.tapevault.local.http.LoopbackGuard;
import io.tapevault.local.http.Scratch;
import io.tapevault.web.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The auditor's page on a loopback port of this machine, for a vault elsewhere: who serves the
/// page asks that vault, with what shows who the auditor is.
///
/// Other users of the machine must not ask in the auditor's name, so there is a key, and only the
/// address that `open` gives has it.
public final class Desk implements AutoCloseable {

  private static final int KEY_BYTES = 24;

  private final HttpFront front;
  private final Scratch scratch;
  private final URI address;

  private Desk(HttpFront front, Scratch scratch, URI address) {
    this.front = front;
    this.scratch = scratch;
    this.address = address;
  }

  /// Asks the vault; always answers.
  public interface Vault {
    HttpResponse ask(HttpRequest request);
  }

  /// Serves at a port, 0 for any that is free; temporary files are in a folder.
  public static Desk open(Vault vault, String name, int port, Path folder) throws IOException {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    String key = HexFormat.of().formatHex(random);
    Scratch scratch = Scratch.in(folder);
    HttpFront front = HttpFront.bind(port);
    Site site = new Site(Site.Vault.ELSEWHERE, name);
    front.serve(vault::ask, site, LoopbackGuard.withToken(key), scratch);
    return new Desk(front, scratch, front.uri().resolve("/#key=" + key));
  }

  /// Where the page is, with the key.
  public URI address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    front.close();
    scratch.close();
  }
}
