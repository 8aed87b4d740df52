package io.tapevault.aws.s3;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Finds the oldest version of an object: a later one, or a delete marker, hides nothing, as
/// Teleport has it.
final class S3Versions {

  private static final System.Logger LOG = System.getLogger(S3Versions.class.getName());

  private final S3Client s3;
  private final String bucket;
  private final AtomicBoolean unversioned = new AtomicBoolean();

  S3Versions(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /// One version; `id` is null where the store has no versions.
  record Version(@Nullable String id, String etag, long size, Instant written) {}

  /// The oldest version that has bytes.
  Optional<Version> oldest(String key) {
    return unversioned.get() ? current(key) : oldestOfAll(key);
  }

  private Optional<Version> oldestOfAll(String key) {
    @Nullable Version oldest = null;
    // The list goes from new to old; of two with one time, the latter is older.
    for (Version version : all(key)) {
      if (version.size() > 0 && (oldest == null || !version.written().isAfter(oldest.written()))) {
        oldest = version;
      }
    }
    return Optional.ofNullable(oldest);
  }

  /// All versions that are there, from new to old.
  List<Version> all(String key) {
    List<Version> all = new ArrayList<>();
    ListObjectVersionsResponse page = null;
    do {
      try {
        page = list(key, page);
      } catch (S3Exception e) {
        if (e.statusCode() != 501) {
          throw e;
        }
        sayOnce();
        return current(key).stream().toList();
      }
      for (ObjectVersion version : page.versions()) {
        if (version.key().equals(key)) {
          all.add(
              new Version(
                  version.versionId(), version.eTag(), version.size(), version.lastModified()));
        }
      }
    } while (mayHoldMore(page, key));
    return all;
  }

  /// A version of an object of this name.
  record Named(String key, Version version) {}

  /// All versions of all objects whose names begin so.
  List<Named> under(String prefix) {
    List<Named> all = new ArrayList<>();
    ListObjectVersionsResponse page = null;
    do {
      page = list(prefix, page);
      for (ObjectVersion one : page.versions()) {
        if (one.key().startsWith(prefix)) {
          all.add(
              new Named(
                  one.key(),
                  new Version(one.versionId(), one.eTag(), one.size(), one.lastModified())));
        }
      }
    } while (Boolean.TRUE.equals(page.isTruncated()));
    return all;
  }

  private ListObjectVersionsResponse list(String key, @Nullable ListObjectVersionsResponse before) {
    return s3.listObjectVersions(list -> {
      list.bucket(bucket).prefix(key);
      if (before != null) {
        list.keyMarker(before.nextKeyMarker()).versionIdMarker(before.nextVersionIdMarker());
      }
    });
  }

  /// Keys come in order, so that the exact one comes before all that merely begin with it.
  private static boolean mayHoldMore(ListObjectVersionsResponse page, String key) {
    return Boolean.TRUE.equals(page.isTruncated()) && key.equals(page.nextKeyMarker());
  }

  private void sayOnce() {
    if (!unversioned.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "the store of bucket {0} has no versions: what is overwritten there is lost",
          bucket);
    }
  }

  private Optional<Version> current(String key) {
    try {
      HeadObjectResponse head = s3.headObject(object -> object.bucket(bucket).key(key));
      Version version = new Version(null, head.eTag(), head.contentLength(), head.lastModified());
      return version.size() == 0 ? Optional.empty() : Optional.of(version);
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
