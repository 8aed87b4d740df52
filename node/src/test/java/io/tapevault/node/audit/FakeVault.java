package io.tapevault.node.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.node.vault.VaultClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A vault that keeps every line once, after it has given the answers that it was told to give.
final class FakeVault implements VaultClient {

  private final Set<String> lines = new LinkedHashSet<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private int most = Integer.MAX_VALUE;
  private @Nullable Answer standing;
  private int requests;
  private int repeated;

  synchronized void answer(Answer... next) {
    standing = null;
    answers.addAll(List.of(next));
  }

  /// Gives this answer, however often it is asked, until it is told to give others.
  synchronized void standing(Answer answer) {
    standing = answer;
  }

  /// Refuses bodies of more bytes, unpacked.
  synchronized void takesAtMost(int bytes) {
    most = bytes;
  }

  static Answer said(int status, String body) {
    return new Answer.Said(status, Map.of(), body, Optional.of(Duration.ofMillis(1)));
  }

  @Override
  public synchronized Answer ask(
      String method, String path, Map<String, String> headers, byte[] body) {
    requests++;
    if (standing != null) {
      return standing;
    }
    if (!answers.isEmpty()) {
      return answers.remove();
    }
    byte[] text = unpacked(body);
    if (text.length > most) {
      return said(413, "too large");
    }
    List<String> sent = Arrays.asList(new String(text, UTF_8).split("\n"));
    long fresh = sent.stream().filter(lines::add).count();
    repeated += sent.size() - (int) fresh;
    return said(
        200,
        "{\"accepted\":" + fresh + ",\"duplicates\":" + (sent.size() - fresh) + ",\"refused\":[]}");
  }

  private static byte[] unpacked(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Answer send(String method, URI url, Map<String, String> headers, BodyPublisher body) {
    throw new IllegalStateException("no ticket was asked for");
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  synchronized int requests() {
    return requests;
  }

  /// How many lines came once more.
  synchronized int repeated() {
    return repeated;
  }
}
