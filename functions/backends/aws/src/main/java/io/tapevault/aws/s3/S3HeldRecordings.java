package io.tapevault.aws.s3;

import io.tapevault.aws.AwsErrors;
import io.tapevault.hold.HeldRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.SessionId;
import io.tapevault.settings.Layout;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Protects every version of a held recording: by S3's own legal hold where the bucket has Object
/// Lock, and by a tag, in the place of the one by which recordings are removed.
final class S3HeldRecordings implements HeldRecordings {

  // What S3 says of a bucket without Object Lock, and stores that know none.
  private static final Set<Integer> NO_OBJECT_LOCK = Set.of(400, 501);

  private final S3Uri uri;
  private final S3Client s3;
  private final S3Calls calls;
  private final S3Versions versions;
  private final S3Tags tags;

  S3HeldRecordings(S3Uri uri, S3Client s3) {
    this.uri = uri;
    this.s3 = s3;
    this.calls = new S3Calls(uri.bucket());
    this.versions = new S3Versions(s3, uri.bucket());
    this.tags = new S3Tags(s3, uri.bucket());
  }

  @Override
  public void keep(SessionId sid) {
    set(sid, ObjectLockLegalHoldStatus.ON, Layout.TAG_HELD);
  }

  @Override
  public void letGo(SessionId sid) {
    set(sid, ObjectLockLegalHoldStatus.OFF, null);
  }

  private void set(SessionId sid, ObjectLockLegalHoldStatus lock, @Nullable String tag) {
    String key = uri.key(new Recording(sid));
    for (S3Versions.Version version :
        calls.call("s3:ListBucketVersions", key, () -> versions.all(key))) {
      set(key, version, lock, tag);
    }
    // Those that came after the first.
    String prefix = key.substring(0, key.length() - ObjectKey.SUFFIX.length()) + SessionId.OTHERS;
    for (S3Versions.Named other :
        calls.call("s3:ListBucketVersions", prefix, () -> versions.under(prefix))) {
      if (other.key().startsWith(prefix)) {
        set(other.key(), other.version(), lock, tag);
      }
    }
  }

  private void set(
      String key,
      S3Versions.Version version,
      ObjectLockLegalHoldStatus lock,
      @Nullable String tag) {
    calls.call("s3:PutObjectLegalHold", key, () -> lock(key, version, lock));
    calls.call(
        "s3:PutObjectVersionTagging",
        key,
        () -> {
          tags.set(key, version.id(), tag);
          return tag == null ? "" : tag;
        });
  }

  private boolean lock(String key, S3Versions.Version version, ObjectLockLegalHoldStatus status) {
    try {
      s3.putObjectLegalHold(put ->
          put.bucket(uri.bucket())
              .key(key)
              .versionId(version.id())
              .legalHold(hold -> hold.status(status)));
      return true;
    } catch (S3Exception e) {
      boolean none =
          NO_OBJECT_LOCK.contains(e.statusCode())
              && Set.of("InvalidRequest", "NotImplemented").contains(AwsErrors.code(e));
      if (none) {
        return false;
      }
      throw e;
    }
  }
}
