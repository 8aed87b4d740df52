package io.tapevault.cli.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.http.HttpRequest;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Log;
import io.tapevault.http.Problem;
import io.tapevault.local.Desk;
import io.tapevault.node.vault.HttpVaultClient;
import io.tapevault.node.vault.Receiver;
import io.tapevault.node.vault.VaultClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Asks a vault elsewhere what the page asks, in the auditor's name, and nothing else: what the
/// page has no use for is not forwarded.
record UiVault(HttpVaultClient client, Path folder) implements Desk.Vault {

  private static final Pattern READS = Pattern.compile("/v1/[^?#]+");
  private static final Pattern WRITES =
      Pattern.compile("/v1/parked/[^/]+/[^/]+/retry|/v1/sessions/[^/]+/shares(/[^/]+/revoke)?");
  private static final Set<String> KEPT =
      Set.of(
          "content-type", "content-encoding", "retry-after", "x-request-id", "allow", "location");

  @Override
  public HttpResponse ask(HttpRequest request) {
    boolean reads = request.method().equals("GET") && READS.matcher(request.path()).matches();
    boolean writes = request.method().equals("POST") && WRITES.matcher(request.path()).matches();
    if (!reads && !writes) {
      return new Problem(Problem.Type.NO_SUCH_ROUTE, "the page asks nothing of this kind")
          .response(request.id());
    }
    try {
      return reads ? read(request) : write(request);
    } catch (IOException e) {
      Log.error(request.id(), e);
      return unavailable(request, "what the vault answered could not be kept on this machine");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable(request, "the page is being closed");
    }
  }

  private static HttpResponse unavailable(HttpRequest request, String why) {
    return new Problem(Problem.Type.UNAVAILABLE, why).response(request.id());
  }

  private static String path(HttpRequest request) {
    String query =
        request.query().entrySet().stream()
            .flatMap(one ->
                one.getValue().stream()
                    .map(value ->
                        VaultAddress.encoded(one.getKey()) + '=' + VaultAddress.encoded(value)))
            .collect(joining("&"));
    return query.isEmpty() ? request.path() : request.path() + '?' + query;
  }

  private HttpResponse write(HttpRequest request) throws IOException, InterruptedException {
    Map<String, String> headers = Map.of("content-type", "application/json");
    return said(request, client.ask("POST", path(request), headers, request.content()));
  }

  /// A recording may have any size, so an answer goes through a file.
  private HttpResponse read(HttpRequest request) throws IOException, InterruptedException {
    Path file = Files.createTempFile(folder, "answer-", "");
    Kept kept =
        new Kept(
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    try {
      Answer answer = client.receive(path(request), Map.of(), kept);
      if (kept.status == 0) {
        kept.close();
        return said(request, answer);
      }
      if (answer instanceof Answer.Unanswered(String why)) {
        kept.close();
        return unavailable(request, "the answer broke off: " + why);
      }
      return new HttpResponse(kept.status, some(kept.headers), kept.file.size(), kept);
    } catch (IOException | InterruptedException | RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  private static HttpResponse said(HttpRequest request, Answer answer) {
    return switch (answer) {
      case Answer.Said said -> {
        byte[] body = said.body().getBytes(UTF_8);
        yield new HttpResponse(
            said.status(), some(said.headers()), body.length, out -> out.write(body));
      }
      case Answer.Unanswered(String why) ->
          unavailable(request, "the vault does not answer: " + why);
    };
  }

  private static Map<String, String> some(Map<String, String> headers) {
    Map<String, String> some = new TreeMap<>(headers);
    some.keySet().retainAll(KEPT);
    // Nothing that it is may act as a page of ours.
    some.put("content-security-policy", "sandbox; default-src 'none'");
    some.put("x-content-type-options", "nosniff");
    some.put("cache-control", "no-store");
    return some;
  }

  /// What has come so far, in a file that nobody else finds.
  private static final class Kept implements Receiver, HttpResponse.Content {
    private final FileChannel file;
    private volatile int status;
    private volatile Map<String, String> headers = Map.of();

    Kept(FileChannel file) {
      this.file = file;
    }

    @Override
    public void begins(int answered, Map<String, String> said) {
      headers = said;
      status = answered;
    }

    @Override
    public void take(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }

    @Override
    public boolean isStreamed() {
      return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      file.position(0);
      Channels.newInputStream(file).transferTo(out);
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
