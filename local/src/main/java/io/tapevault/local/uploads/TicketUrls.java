package io.tapevault.local.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.http.HttpRequest;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// URLs to upload to, each for one body and for a while: they name the session, the length, the
/// digest, this vault and the end of their validity, with an HMAC over all of that.
public final class TicketUrls {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SIGNATURE = "signature";
  // No value can be taken for two.
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9+/=]*");

  private final URI base;
  private final SecretKeySpec key;
  private final String vault;

  public TicketUrls(URI base, byte[] key) {
    this.base = base;
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.vault = hmac("vault").substring(0, 16);
  }

  /// What a ticket allows to put.
  sealed interface Body {
    SessionId sid();

    long size();
  }

  /// All of a recording.
  record Whole(Upload upload) implements Body {
    @Override
    public SessionId sid() {
      return upload.sid();
    }

    @Override
    public long size() {
      return upload.size();
    }
  }

  /// A part of one.
  record OfPart(SessionId sid, String begun, Part part) implements Body {
    @Override
    public long size() {
      return part.size();
    }
  }

  /// From when to when a ticket holds.
  record Times(Instant issued, Instant expires) {}

  Ticket ticket(Body body, Times times) {
    SortedMap<String, String> query = query(body);
    query.put("issued", Long.toString(times.issued().getEpochSecond()));
    query.put("expires", Long.toString(times.expires().getEpochSecond()));
    query.put("vault", vault);
    query.put(SIGNATURE, signature(body.sid(), query));
    String text =
        query.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    URI url = URI.create(base + "/v1/recordings/" + body.sid() + "/upload?" + text);
    return new Ticket(
        "PUT", url, Map.of("content-length", Long.toString(body.size())), times.expires());
  }

  private static SortedMap<String, String> query(Body body) {
    SortedMap<String, String> query = new TreeMap<>();
    query.put("size", Long.toString(body.size()));
    switch (body) {
      case Whole(Upload upload) -> query.put("sha256", upload.sha256());
      case OfPart(SessionId sid, String begun, Part part) -> {
        query.put("upload", begun);
        query.put("part", Integer.toString(part.number()));
        query.put("crc64nvme", part.crc64nvme());
      }
    }
    return query;
  }

  /// What the ticket in a request's URL allows; empty where it is not one of ours, was altered, or
  /// has expired.
  Optional<Body> allowed(HttpRequest request, SessionId sid, InstantSource clock) {
    SortedMap<String, String> query = new TreeMap<>();
    for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
      String value = parameter.getValue().getFirst();
      if (parameter.getValue().size() != 1 || !VALUE.matcher(value).matches()) {
        return Optional.empty();
      }
      query.put(parameter.getKey(), value);
    }
    byte[] given = query.getOrDefault(SIGNATURE, "").getBytes(UTF_8);
    query.remove(SIGNATURE);
    if (!MessageDigest.isEqual(signature(sid, query).getBytes(UTF_8), given)) {
      return Optional.empty();
    }
    // From here on it is what we wrote.
    long expires = Long.parseLong(query.getOrDefault("expires", "0"));
    return clock.instant().getEpochSecond() < expires
        ? Optional.of(body(sid, query))
        : Optional.empty();
  }

  private static Body body(SessionId sid, Map<String, String> query) {
    long size = Long.parseLong(query.getOrDefault("size", "0"));
    String begun = query.getOrDefault("upload", "");
    return begun.isEmpty()
        ? new Whole(new Upload(sid, size, query.getOrDefault("sha256", "")))
        : new OfPart(
            sid,
            begun,
            new Part(
                Integer.parseInt(query.getOrDefault("part", "0")),
                size,
                query.getOrDefault("crc64nvme", "")));
  }

  private String signature(SessionId sid, SortedMap<String, String> query) {
    StringBuilder signed = new StringBuilder("PUT\n").append(sid);
    query.forEach((name, value) -> signed.append('\n').append(name).append('=').append(value));
    return hmac(signed.toString());
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
