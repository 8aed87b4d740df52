package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.RetryAfter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What an answer means for the events: its status decides, and what it says is for people.
final class Verdict {

  private static final int MOST_WORDS = 200;
  // What a few words are looked for in: an answer may have megabytes.
  private static final int LOOKED_AT = 4096;

  // What shows who asks, and may be another with each request.
  private static final List<String> PROOFS =
      List.of("authorization", "api-key", "dd-api-key", "x-amz-security-token");

  private final Masks secrets;
  private final InstantSource clock;

  Verdict(SiemAddress address, List<String> secrets, InstantSource clock) {
    List<String> all = new ArrayList<>(secrets);
    all.addAll(address.secrets());
    this.secrets = Masks.of(all);
    this.clock = clock;
  }

  Delivery of(HttpResponse<AnswerBody.Read> answer, List<Outgoing> batch) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return new Delivery.Delivered();
    }
    String why = said(answer);
    return switch (status) {
      case 413 -> Delivery.Refused.all(batch, why + " to " + bytes(batch) + " bytes of events");
      case 400, 415, 422 -> Delivery.Refused.all(batch, why);
      case 408, 425, 429 -> tryAgain(answer, why);
      default ->
          switch (status / 100) {
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
    String words = harmless(answer.body().text(), answer);
    return "status " + answer.statusCode() + (words.isEmpty() ? "" : " “" + words + "”");
  }

  /// As [#harmless(String)], and without what that request showed of who asks.
  String harmless(String words, HttpResponse<?> answer) {
    List<String> proofs =
        PROOFS.stream()
            .flatMap(name -> answer.request().headers().allValues(name).stream())
            .map(value -> value.substring(value.indexOf(' ') + 1))
            .toList();
    return harmless(words, Masks.of(proofs));
  }

  /// A few words in one line, without what steers a terminal and without what is secret.
  String harmless(String words) {
    return harmless(words, Masks.of(List.of()));
  }

  private String harmless(String words, Masks proofs) {
    String clean =
        secrets
            .masked(proofs.masked(beginning(words)))
            .replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\s\\p{Zl}\\p{Zp}]+", " ")
            .strip();
    // Of the same text: what one has cut off shows the other no beginning any more.
    int end = Math.min(proofs.end(clean), secrets.end(clean));
    String whole = end == clean.length() ? clean : clean.substring(0, end) + "…";
    return whole.codePointCount(0, whole.length()) <= MOST_WORDS
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, MOST_WORDS)) + "…";
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
