package io.tapevault.aws.s3;

import io.tapevault.recording.ObjectKey;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// The one request that stores an object: these very bytes, protected, if there are none yet.
final class S3Put {

  private S3Put() {}

  static PutObjectRequest request(ObjectKey key, S3Uri uri, Spool spool) {
    return request(uri.key(key), uri, spool)
        .contentType(contentType(key))
        .contentEncoding(contentEncoding(key))
        .build();
  }

  /// The same under any key, of which more can be said.
  static PutObjectRequest.Builder request(String key, S3Uri uri, Spool spool) {
    return once(key, uri)
        .contentLength(spool.size())
        .checksumSHA256(Checksum.base64(spool.sha256()))
        .acl(uri.protection().acl())
        .overrideConfiguration(override ->
            override
                .apiCallTimeout(S3Clients.upload(spool.size()))
                .apiCallAttemptTimeout(S3Clients.upload(spool.size())));
  }

  /// What every one of them says.
  static PutObjectRequest.Builder once(String key, S3Uri uri) {
    S3Protection protection = uri.protection();
    return PutObjectRequest.builder()
        .bucket(uri.bucket())
        .key(key)
        .ifNoneMatch("*")
        .serverSideEncryption(protection.encrypted() ? ServerSideEncryption.AWS_KMS : null)
        .ssekmsKeyId(protection.kmsKey());
  }

  private static String contentType(ObjectKey key) {
    return switch (key) {
      case ObjectKey.Recording recording -> "application/octet-stream";
      case ObjectKey.Redaction redaction -> "application/json";
      case ObjectKey.Derived derived ->
          switch (derived.kind()) {
            case SUMMARY, RECEIPT -> "application/json";
            case CAST, REDACTED -> "application/x-asciicast";
            case TRANSCRIPT -> "application/x-ndjson";
            case PICTURE -> "image/svg+xml";
            case SEGMENTS -> "application/octet-stream";
          };
    };
  }

  private static @Nullable String contentEncoding(ObjectKey key) {
    return key instanceof ObjectKey.Derived derived && derived.kind().suffix().endsWith(".gz")
        ? "gzip"
        : null;
  }

  /// The name of a downloaded file. A client undoes the content encoding, so that a cast is no
  /// `.gz` any more.
  static String fileName(ObjectKey key) {
    return switch (key) {
      case ObjectKey.Recording recording -> recording.name();
      case ObjectKey.Redaction redaction -> redaction.sid() + "." + redaction.number() + ".json";
      case ObjectKey.Derived derived -> derived.sid() + derived.kind().suffix().replace(".gz", "");
    };
  }
}
