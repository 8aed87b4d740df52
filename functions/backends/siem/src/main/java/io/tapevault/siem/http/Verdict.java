package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.RetryAfter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// What an answer means for the events: its status decides, and what it says is for people.
final class Verdict {

  private static final int MOST_WORDS = 200;
  // What a few words are looked for in: an answer may have megabytes.
  private static final int LOOKED_AT = 4096;

  private final SiemAddress address;
  private final List<String> secrets;
  private final InstantSource clock;

  Verdict(SiemAddress address, List<String> secrets, InstantSource clock) {
    this.address = address;
    this.secrets = List.copyOf(secrets);
    this.clock = clock;
  }

  Delivery of(HttpResponse<AnswerBody.Read> answer, List<Outgoing> batch) {
    int status = answer.statusCode();
    String why = said(answer);
    return switch (status) {
      case 413 -> Delivery.Refused.all(batch, why + " to " + bytes(batch) + " bytes of events");
      case 400, 415, 422 -> Delivery.Refused.all(batch, why);
      case 408, 425, 429 -> tryAgain(answer, why);
      default ->
          switch (status / 100) {
            case 2 -> new Delivery.Delivered();
            case 3 -> new Delivery.Down(why + redirected(answer));
            case 5 -> tryAgain(answer, why);
            default -> new Delivery.Down(why + ": is the address or the secret wrong?");
          };
    };
  }

  private static long bytes(List<Outgoing> batch) {
    return batch.stream().mapToLong(event -> JsonText.bytes(event.text())).sum();
  }

  String said(HttpResponse<AnswerBody.Read> answer) {
    String words = harmless(answer.body().text());
    return "status " + answer.statusCode() + (words.isEmpty() ? "" : " “" + words + "”");
  }

  /// A few words in one line, without what steers a terminal and without what is secret.
  String harmless(String words) {
    String masked = address.withoutSecrets(beginning(words));
    for (String one : secrets) {
      masked = masked.replace(one, "…");
    }
    String clean =
        masked.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\s\\p{Zl}\\p{Zp}]+", " ").strip();
    return clean.codePointCount(0, clean.length()) <= MOST_WORDS
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, MOST_WORDS)) + "…";
  }

  private static String beginning(String words) {
    if (words.length() <= LOOKED_AT) {
      return words;
    }
    boolean halved = Character.isHighSurrogate(words.charAt(LOOKED_AT - 1));
    return words.substring(0, halved ? LOOKED_AT - 1 : LOOKED_AT);
  }

  private Delivery tryAgain(HttpResponse<AnswerBody.Read> answer, String why) {
    boolean slow = answer.statusCode() == 408 || answer.statusCode() == 504;
    Duration asked =
        answer
            .headers()
            .firstValue("retry-after")
            .flatMap(value -> RetryAfter.parse(value, clock.instant()))
            .orElse(SiemHttp.SOON);
    return asked.compareTo(RetryAfter.MOST) > 0
        ? new Delivery.TryAgain(
            RetryAfter.MOST,
            slow,
            why + "; it asked for " + asked.toSeconds() + " s, an hour is the most")
        : new Delivery.TryAgain(asked, slow, why);
  }

  /// Whereto, by the host alone: the rest of the URL may repeat a secret.
  private static String redirected(HttpResponse<AnswerBody.Read> answer) {
    try {
      URI to = answer.uri().resolve(answer.headers().firstValue("location").orElse(""));
      return to.getHost() == null || answer.headers().firstValue("location").isEmpty()
          ? ""
          : ": redirected to " + to.getScheme() + "://" + to.getHost();
    } catch (IllegalArgumentException e) {
      return ": redirected";
    }
  }
}
