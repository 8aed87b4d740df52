package io.tapevault.node.recordings.store;

import io.tapevault.node.recordings.store.Store.Outcome;
import io.tapevault.node.vault.VaultClient.Answer.Said;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a refusal says of itself: the vault in a problem document, S3 in its XML. Either is only
/// searched for what it is called, never trusted to be whole.
record Problem(int status, String code, String words, Duration after) {

  private static final Pattern S3_CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,60})</Code>");
  private static final Pattern S3_MESSAGE = Pattern.compile("<Message>([^<]{1,300})");
  private static final Pattern TYPE =
      Pattern.compile("\"type\"\\s*:\\s*\"urn:tapevault:problem:([a-z-]{1,60})\"");
  private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"([^\"]{1,300})");
  private static final int SEARCHED = 8 << 10;

  static Problem of(Said said) {
    String text = said.body();
    String head = text.substring(0, Math.min(text.length(), SEARCHED));
    String code = first(head, S3_CODE, TYPE);
    String words = first(head, S3_MESSAGE, DETAIL).replaceAll("\\p{Cntrl}", " ");
    return new Problem(said.status(), code, words, said.after().orElse(Duration.ZERO));
  }

  private static String first(String text, Pattern... patterns) {
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(text);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  /// The digest that was announced is not that of the bytes that came.
  boolean isUnlike() {
    return switch (code) {
      case "BadDigest",
          "InvalidDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch",
          "upload-not-as-announced" ->
          true;
      default -> false;
    };
  }

  /// A new ticket may be taken.
  boolean isExpired() {
    return status == 403 || code.equals("ExpiredToken") || code.equals("ticket-not-valid");
  }

  boolean isUploadGone() {
    return code.equals("NoSuchUpload") || code.equals("no-such-upload");
  }

  /// What is neither about what was announced nor about the ticket.
  Outcome outcome(String who) {
    String why = who + " answers " + this;
    boolean mine =
        switch (status) {
          case 400, 411, 413, 414, 415, 422, 431 -> !code.equals("RequestTimeout");
          default -> false;
        };
    return mine ? new Outcome.Refused(why) : new Outcome.TryAgain(why, !isForThisOne(), after);
  }

  /// It has arrived, and is read through there before anybody says that it is stored.
  private boolean isForThisOne() {
    return code.equals("not-read-yet");
  }

  @Override
  public String toString() {
    return status
        + (code.isEmpty() ? "" : " " + code)
        + (words.isEmpty() ? "" : ": " + words.strip());
  }
}
