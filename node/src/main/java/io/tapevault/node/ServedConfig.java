package io.tapevault.node;

import io.tapevault.json.Malformed;
import io.tapevault.node.health.Turns;
import io.tapevault.node.vault.Backoff;
import io.tapevault.node.vault.VaultClient;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import io.tapevault.node.vault.VaultClient.Answer.Unanswered;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What the vault serves to nodes, kept up to date: a request waits there until something changes.
/// What cannot be read changes nothing.
final class ServedConfig {

  private static final String PATH = "/v1/config";
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final VaultClient vault;
  private final Consumer<String> log;
  private final Backoff backoff;
  private Optional<String> tag = Optional.empty();
  private volatile Optional<Served> served = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();

  ServedConfig(VaultClient vault, Consumer<String> log, RandomGenerator random) {
    this.vault = vault;
    this.log = log;
    this.backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), random);
  }

  /// Empty until the vault has answered for the first time.
  Optional<Served> now() {
    return served;
  }

  Optional<String> trouble() {
    return trouble;
  }

  /// Until the thread is interrupted.
  void run(Turns turns) throws InterruptedException {
    while (true) {
      Thread.sleep(turns.take(this::ask));
    }
  }

  /// Asks once, and answers when to ask again.
  Duration ask() throws InterruptedException {
    Map<String, String> headers = tag.map(known -> Map.of("if-none-match", known)).orElse(Map.of());
    String path = tag.isPresent() ? PATH + "?wait=" + EVERY.toSeconds() + "s" : PATH;
    return switch (vault.ask("GET", path, headers, new byte[0])) {
      case Said said when said.status() == 200 -> taken(said);
      case Said said when said.status() == 304 -> {
        wentWell();
        // Somebody who answers at once is not asked without a pause.
        yield Duration.ofSeconds(1);
      }
      // A vault of before there was such a thing.
      case Said said when said.status() == 404 -> {
        take(Served.DEFAULT);
        yield EVERY;
      }
      case Said said ->
          failed("the vault answers " + said.status(), said.after().orElse(Duration.ZERO));
      case Unanswered(String why) -> failed(why, Duration.ZERO);
    };
  }

  private Duration taken(Said said) {
    try {
      take(Served.read(said.body()));
      tag = said.header("etag");
      return tag.isPresent() ? Duration.ofMillis(100) : EVERY;
    } catch (IOException | Malformed e) {
      return failed("what it serves cannot be used: " + e.getMessage(), EVERY);
    }
  }

  private void take(Served fresh) {
    if (!Optional.of(fresh).equals(served)) {
      log.accept("the vault's configuration: " + fresh.said());
    }
    served = Optional.of(fresh);
    wentWell();
  }

  private void wentWell() {
    backoff.succeeded();
    trouble = Optional.empty();
  }

  private Duration failed(String why, Duration after) {
    trouble = Optional.of("the vault's configuration is not known anew: " + why);
    return backoff.failed(after);
  }
}
