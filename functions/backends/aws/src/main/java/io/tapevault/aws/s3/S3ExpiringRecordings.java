package io.tapevault.aws.s3;

import io.tapevault.hold.ExpiringRecordings;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectKey.Derived;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.ObjectStore.Listed;
import io.tapevault.recording.SessionId;
import io.tapevault.redaction.Redactions;
import io.tapevault.settings.Layout;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// Marks every version that has expired with a tag, by which the bucket's own rule removes it
/// within days: nobody who runs needs the right to delete. What S3 has locked, its rule passes
/// over.
record S3ExpiringRecordings(ObjectStore store, S3Uri uri, S3Client s3)
    implements ExpiringRecordings {

  @Override
  public List<Listed> recordings(String after, int most) {
    return store.recordings(after, most);
  }

  @Override
  public void remove(SessionId sid, Instant end) {
    int redactions = new Redactions(store).count(sid);
    for (S3Versions.Version version : mark(uri.key(new Recording(sid)), end)) {
      for (ObjectKey.Kind kind : ObjectKey.Kind.values()) {
        Derived derived = Derived.of(sid, version.size(), version.written(), kind);
        List<S3Versions.Version> _ = mark(uri.key(derived), Instant.MAX);
      }
      for (int number = 1; number <= redactions; number++) {
        Derived derived = Derived.redacted(sid, version.size(), version.written(), number);
        List<S3Versions.Version> _ = mark(uri.key(derived), Instant.MAX);
      }
    }
  }

  private List<S3Versions.Version> mark(String key, Instant end) {
    S3Calls calls = new S3Calls(uri.bucket());
    S3Tags tags = new S3Tags(s3, uri.bucket());
    List<S3Versions.Version> expired =
        calls
            .call("s3:ListBucketVersions", key, () -> new S3Versions(s3, uri.bucket()).all(key))
            .stream()
            .filter(version -> !version.written().isAfter(end))
            .toList();
    for (S3Versions.Version version : expired) {
      calls.call(
          "s3:PutObjectVersionTagging",
          key,
          () -> {
            tags.set(key, version.id(), Layout.TAG_EXPIRED);
            return key;
          });
    }
    return expired;
  }
}
