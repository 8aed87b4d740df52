package io.tapevault.siem.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an OAuth 2.0 login gives to those who prove who they are: a token that is kept until
/// shortly before it ends. One call at a time; nothing is said of a token.
public final class BearerToken {

  /// The option that says where the login is.
  public static final String LOGIN = "login";

  // What is on its way when a token ends comes too late.
  private static final Duration BEFORE_ITS_END = Duration.ofMinutes(1);
  private static final long MOST_SECONDS = 86_400;

  private final SiemHttp login;
  private final Supplier<Map<String, String>> proof;
  private final InstantSource clock;
  private @Nullable String token;
  private Instant end = Instant.MIN;

  /// `proof` is the form that the login is sent.
  public BearerToken(SiemHttp login, Supplier<Map<String, String>> proof, InstantSource clock) {
    this.login = login;
    this.proof = proof;
    this.clock = clock;
  }

  /// Makes one request, with the value of its `Authorization`.
  public interface Sender {
    Delivery send(String authorization, Reading reading);
  }

  /// Sends with a token; where the receiver knows it no longer (401), once more with a new one.
  /// What else it answers is for `reading`.
  public Delivery send(Reading reading, Sender sender) {
    boolean hadOne = token != null && clock.instant().isBefore(end);
    Refusal refusal = new Refusal(reading);
    Delivery delivery = attempt(sender, refusal);
    if (refusal.met) {
      token = null;
      return hadOne ? attempt(sender, new Refusal(reading)) : delivery;
    }
    return delivery;
  }

  private Delivery attempt(Sender sender, Refusal refusal) {
    if (token == null || !clock.instant().isBefore(end)) {
      Delivery trouble = logIn();
      if (token == null) {
        return trouble;
      }
    }
    return sender.send("Bearer " + token, refusal);
  }

  private Delivery logIn() {
    token = null;
    byte[] form =
        proof.get().entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&"))
            .getBytes(UTF_8);
    Map<String, String> headers =
        Map.of("content-type", "application/x-www-form-urlencoded", "user-agent", "Tapevault");
    return switch (login.post(new Request(List.of(), form, headers), new Login())) {
      case Delivery.TryAgain later ->
          new Delivery.TryAgain(later.after(), later.slow(), "the login: " + later.why());
      case Delivery.Down down -> new Delivery.Down("the login: " + down.why());
      case Delivery.Delivered none -> noToken();
      case Delivery.Refused none -> noToken();
      case Delivery.Dropped none -> noToken();
    };
  }

  private static Delivery noToken() {
    return new Delivery.TryAgain(SiemHttp.SOON, false, "the login gives no token");
  }

  /// Whether it was the token that was refused.
  private static final class Refusal implements Reading {
    private final Reading other;
    private boolean met;

    Refusal(Reading other) {
      this.other = other;
    }

    @Override
    public boolean wants(int status) {
      return status == 401 || other.wants(status);
    }

    @Override
    public Delivery of(Answered answer) {
      if (answer.status() != 401) {
        return other.of(answer);
      }
      met = true;
      return answer.verdict();
    }
  }

  /// A success is read for its token, and never told. A refusal is one of all that is to be sent.
  private final class Login implements Reading {

    @Override
    public boolean wants(int status) {
      return status / 100 == 2 || status == 400;
    }

    @Override
    public Delivery of(Answered answer) {
      if (answer.status() == 400) {
        return new Delivery.Down(answer.said());
      }
      String text = answer.text();
      try {
        JsonReader.document(
            "answer", () -> JsonReader.JSON.createParser(text), BearerToken.this::read);
      } catch (Malformed e) {
        token = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Delivery.Delivered();
    }
  }

  private void read(JsonParser parser) throws IOException {
    Instant now = clock.instant();
    JsonReader.object(
        "answer",
        parser,
        name -> {
          switch (name) {
            case "access_token" -> token = fit(JsonReader.text(name, parser));
            // Some write the number as a text.
            case "expires_in" ->
                end = now.plusSeconds(seconds(parser.getText())).minus(BEFORE_ITS_END);
            default -> {}
          }
        });
  }

  private static String fit(String token) {
    if (!token.matches("[!-~]{1,16384}")) {
      throw new Malformed("no header can hold the token");
    }
    return token;
  }

  private static long seconds(String text) {
    return text.matches("[0-9]{1,9}") ? Math.min(Long.parseLong(text), MOST_SECONDS) : 0;
  }
}
