package io.tapevault.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Kind;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.session.Kept;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares what a node announces with the recording that lies in the bucket, by the summary that
/// was made of it, or the receipt where a large one has not been read through.
///
/// The role needs to list versions of recordings and to read summaries; it need not read a
/// recording.
record S3Kept(S3Requests s3) {

  private static final String LIST = "s3:ListBucketVersions";

  /// What tells one state of a recording from another.
  private record Version(long size, Instant written) {}

  /// Empty where the session has no recording.
  Optional<There> of(Upload upload) {
    String key = s3.uri().key(new Recording(upload.sid()));
    return oldest(key)
        .map(version ->
            Kept.compared(
                derived(upload.sid(), version, Kind.SUMMARY)
                    .or(() -> derived(upload.sid(), version, Kind.RECEIPT)),
                upload));
  }

  private Optional<byte[]> derived(SessionId sid, Version version, Kind kind) {
    String key = s3.uri().key(Derived.of(sid, version.size(), version.written(), kind));
    PatientHttp.Answer answer = s3.get(key, Map.of());
    if (answer.code().equals("NoSuchKey")) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw s3.refused("s3:GetObject", key, answer);
    }
    return Optional.of(answer.body().asByteArray());
  }

  /// The oldest version that has bytes, as whoever reads recordings finds it.
  private Optional<Version> oldest(String key) {
    @Nullable Version oldest = null;
    Map<String, String> query = new LinkedHashMap<>(Map.of("versions", "", "prefix", key));
    while (true) {
      PatientHttp.Answer answer = s3.get("", query);
      if (answer.status() == 501) {
        return current(key);
      }
      if (answer.status() != 200) {
        throw s3.refused(LIST, key, answer);
      }
      String page = answer.body().asString(UTF_8);
      for (String version : S3Xml.elements(page, "Version")) {
        long size = S3Xml.number(version, "Size");
        Instant written = Instant.parse(S3Xml.text(version, "LastModified").orElse(""));
        if (size > 0
            && S3Xml.text(version, "Key").orElse("").equals(key)
            && (oldest == null || !written.isAfter(oldest.written()))) {
          oldest = new Version(size, written);
        }
      }
      // Keys come in order, so that the exact one comes before all that merely begin with it.
      if (!S3Xml.isTruncated(page) || !S3Xml.text(page, "NextKeyMarker").orElse("").equals(key)) {
        return Optional.ofNullable(oldest);
      }
      query.put("key-marker", key);
      query.put("version-id-marker", S3Xml.text(page, "NextVersionIdMarker").orElse(""));
    }
  }

  /// Of a store that has no versions.
  private Optional<Version> current(String key) {
    PatientHttp.Answer answer = s3.head(key);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw s3.refused("s3:GetObject", key, answer);
    }
    try {
      long size = Long.parseLong(answer.header("Content-Length"));
      Instant written =
          Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(answer.header("Last-Modified")));
      return size == 0 ? Optional.empty() : Optional.of(new Version(size, written));
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalStateException(
          "the store does not say how large and how old " + key + " is", e);
    }
  }
}
