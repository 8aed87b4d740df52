package io.tapevault.aws.s3;

import io.tapevault.aws.AwsErrors;
import io.tapevault.aws.s3.S3Versions.Named;
import io.tapevault.aws.s3.S3Versions.Version;
import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.SessionId;
import io.tapevault.settings.Layout;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Marks every version that has expired with a tag, by which the bucket's own rule removes it
/// within days: nobody who runs needs the right to delete. What S3 has locked is not marked.
///
/// The rule has no order. So what hides something of a recording is marked only when no version of
/// it is left: before that, it would be shown.
record S3ExpiringRecordings(
    ObjectStore store, S3Uri uri, S3Client s3, S3Calls calls, S3Versions versions)
    implements ExpiringRecordings {

  // What S3 says of an object, of a bucket, and of a store without a lock.
  private static final Set<String> NO_LOCK =
      Set.of("NoSuchObjectLockConfiguration", "InvalidRequest", "NotImplemented");

  private static final Pattern REDACTION =
      Pattern.compile(Pattern.quote(Layout.REDACTIONS) + "(.+)\\.[0-9]+\\.json");

  static S3ExpiringRecordings of(ObjectStore store, S3Uri uri, S3Client s3) {
    return new S3ExpiringRecordings(
        store, uri, s3, new S3Calls(uri.bucket()), new S3Versions(s3, uri.bucket()));
  }

  @Override
  public List<Listed> recordings(String after, int most) {
    return store.recordings(after, most);
  }

  @Override
  public void remove(SessionId sid, Instant end) {
    String key = uri.key(new Recording(sid));
    for (Version version : all(key)) {
      if (!version.written().isAfter(end)) {
        mark(key, version);
        // Of whatever kind, and however much was redacted.
        String derived =
            "%s%s.%d-%d."
                .formatted(
                    ObjectKey.DERIVED, sid, version.size(), version.written().toEpochMilli());
        under(derived).forEach(one -> mark(one.key(), one.version()));
      }
    }
  }

  @Override
  public boolean isLocked(SessionId sid, Instant now) {
    String key = uri.key(new Recording(sid));
    return all(key).stream()
        .anyMatch(version ->
            calls.call("s3:GetObjectRetention", key, () -> lockedUntil(key, version).isAfter(now)));
  }

  private Instant lockedUntil(String key, Version version) {
    try {
      return s3.getObjectRetention(get -> get.bucket(uri.bucket()).key(key).versionId(version.id()))
          .retention()
          .retainUntilDate();
    } catch (S3Exception e) {
      if (NO_LOCK.contains(AwsErrors.code(e))) {
        return Instant.MIN;
      }
      throw e;
    }
  }

  @Override
  public void removeWhatIsLeft(BooleanSupplier timeLeft) {
    Map<SessionId, Boolean> gone = new HashMap<>();
    for (Named redaction : under(Layout.REDACTIONS)) {
      Optional<SessionId> sid = session(redaction.key());
      if (!timeLeft.getAsBoolean()) {
        return;
      }
      if (sid.isPresent()
          && gone.computeIfAbsent(sid.get(), one -> all(uri.key(new Recording(one))).isEmpty())) {
        mark(redaction.key(), redaction.version());
      }
    }
  }

  private static Optional<SessionId> session(String redaction) {
    Matcher name = REDACTION.matcher(redaction);
    return name.matches() ? SessionId.parse(name.group(1)) : Optional.empty();
  }

  private List<Version> all(String key) {
    return calls.call("s3:ListBucketVersions", key, () -> versions.all(key));
  }

  private List<Named> under(String prefix) {
    return calls.call("s3:ListBucketVersions", prefix, () -> versions.under(prefix));
  }

  private void mark(String key, Version version) {
    S3Tags tags = new S3Tags(s3, uri.bucket());
    calls.call(
        "s3:PutObjectVersionTagging",
        key,
        () -> {
          tags.set(key, version.id(), Layout.TAG_EXPIRED);
          return key;
        });
  }
}
