package io.tapevault.siem.archive;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.siem.http.Answered;
import io.tapevault.siem.http.OwnSuccess;
import io.tapevault.siem.http.Reading;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What S3 says of a file. It looks at no event, so that no event is ever refused.
final class BucketAnswer implements Reading {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z.]{1,60})</Code>");
  // All of them are 400.
  private static final Set<String> LATER =
      Set.of(
          "BadDigest",
          "ExpiredToken",
          "IncompleteBody",
          "RequestTimeout",
          "XAmzContentSHA256Mismatch");

  @Override
  public boolean wants(int status) {
    return switch (status) {
      case 200, 400, 409, 412, 413, 415, 422, 501 -> true;
      default -> false;
    };
  }

  @Override
  public Delivery of(Answered answer) {
    return switch (answer.status()) {
      case 200 -> OwnSuccess.SILENT.of(answer);
      // The name says the content: it is there.
      case 412 -> new Delivery.Delivered();
      // Somebody else is writing or deleting the same name.
      case 409 -> new Delivery.TryAgain(SOON, false, answer.said());
      case 400 -> ofRequest(answer);
      default -> new Delivery.Down(answer.said());
    };
  }

  private static Delivery ofRequest(Answered answer) {
    Matcher code = CODE.matcher(answer.text());
    String said = code.find() ? code.group(1) : "";
    return LATER.contains(said)
        ? new Delivery.TryAgain(SOON, said.equals("RequestTimeout"), answer.said())
        : new Delivery.Down(answer.said());
  }
}
