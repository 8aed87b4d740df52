package io.tapevault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Upload tickets for this machine: a URL that names the session, the length, the digest and the
/// end of its validity, with an HMAC over all of them.
final class LoopbackTickets implements UploadTickets {

  private static final Duration VALIDITY = Duration.ofMinutes(15);
  private static final String ALGORITHM = "HmacSHA256";

  private final URI base;
  private final SecretKeySpec key;
  private final InstantSource clock;

  LoopbackTickets(URI base, byte[] key, InstantSource clock) {
    this.base = base;
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  @Override
  public Ticket ticket(Upload upload) {
    Instant expires = Instant.ofEpochSecond(clock.instant().plus(VALIDITY).getEpochSecond());
    String query =
        "size="
            + upload.size()
            + "&sha256="
            + upload.sha256()
            + "&expires="
            + expires.getEpochSecond()
            + "&signature="
            + signature(upload, expires.getEpochSecond());
    URI url = URI.create(base + "/v1/recordings/" + upload.sid() + "/upload?" + query);
    return new Ticket("PUT", url, Map.of("content-length", Long.toString(upload.size())), expires);
  }

  /// What the ticket in a request's URL allows; empty where it is not one of ours, was altered, or
  /// has expired.
  Optional<Upload> allowed(HttpRequest request, SessionId sid) {
    try {
      long size = Long.parseLong(request.parameter("size").orElse(""));
      long expires = Long.parseLong(request.parameter("expires").orElse(""));
      Upload upload = new Upload(sid, size, request.parameter("sha256").orElse(""));
      byte[] expected = signature(upload, expires).getBytes(UTF_8);
      byte[] given = request.parameter("signature").orElse("").getBytes(UTF_8);
      boolean ours = MessageDigest.isEqual(expected, given);
      return ours && clock.instant().getEpochSecond() < expires
          ? Optional.of(upload)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private String signature(Upload upload, long expires) {
    String signed =
        String.join(
            "\n",
            "PUT",
            upload.sid().value(),
            Long.toString(upload.size()),
            upload.sha256(),
            Long.toString(expires));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
