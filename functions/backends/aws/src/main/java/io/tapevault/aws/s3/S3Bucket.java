package io.tapevault.aws.s3;

import io.tapevault.aws.AwsErrors;
import java.lang.System.Logger.Level;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/// Makes the bucket when it is missing: closed to the public, versioned, encrypted.
///
/// A bucket that is there is administered by others and stays untouched, as Teleport has it.
final class S3Bucket {

  private static final System.Logger LOG = System.getLogger(S3Bucket.class.getName());
  // The one region that must not be named when a bucket is made in it.
  private static final String UNNAMED_REGION = "us-east-1";

  private final S3Client s3;
  private final S3Uri uri;
  private final String bucket;

  S3Bucket(S3Client s3, S3Uri uri) {
    this.s3 = s3;
    this.uri = uri;
    this.bucket = uri.bucket();
  }

  void createWhenMissing() {
    if (isMissing() && create()) {
      try {
        protect();
      } catch (RuntimeException e) {
        removeAgain(e);
        throw e;
      }
    }
  }

  private boolean isMissing() {
    try {
      s3.headBucket(head -> head.bucket(bucket));
      return false;
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        // A role that may only write is not told.
        LOG.log(
            Level.INFO,
            "cannot see whether bucket {0} is there ({1}), going on",
            bucket,
            e.statusCode());
      }
      return e.statusCode() == 404;
    }
  }

  /// False when another process was faster.
  private boolean create() {
    String region = uri.endpoint().region();
    try {
      s3.createBucket(create -> {
        create.bucket(bucket);
        if (!region.equals(UNNAMED_REGION)) {
          create.createBucketConfiguration(
              in -> in.locationConstraint(BucketLocationConstraint.fromValue(region)));
        }
      });
      return true;
    } catch (S3Exception e) {
      if (AwsErrors.code(e).equals("BucketAlreadyOwnedByYou")) {
        return false;
      }
      throw e;
    }
  }

  /// Nothing is in the bucket yet, and nothing goes into it before this is through.
  private void protect() {
    whereKnown(
        "s3:PutBucketPublicAccessBlock",
        () ->
            s3.putPublicAccessBlock(put ->
                put.bucket(bucket)
                    .publicAccessBlockConfiguration(block ->
                        block
                            .blockPublicAcls(true)
                            .ignorePublicAcls(true)
                            .blockPublicPolicy(true)
                            .restrictPublicBuckets(true))));
    whereKnown(
        "s3:PutBucketVersioning",
        () ->
            s3.putBucketVersioning(put ->
                put.bucket(bucket)
                    .versioningConfiguration(
                        versioning -> versioning.status(BucketVersioningStatus.ENABLED))));
    if (uri.protection().encrypted()) {
      whereKnown(
          "s3:PutEncryptionConfiguration",
          () ->
              s3.putBucketEncryption(put ->
                  put.bucket(bucket)
                      .serverSideEncryptionConfiguration(
                          encryption -> encryption.rules(byDefault()))));
    }
  }

  private ServerSideEncryptionRule byDefault() {
    return ServerSideEncryptionRule.builder()
        .applyServerSideEncryptionByDefault(encryption ->
            encryption
                .sseAlgorithm(ServerSideEncryption.AWS_KMS)
                .kmsMasterKeyID(uri.protection().kmsKey()))
        .bucketKeyEnabled(true)
        .build();
  }

  private void whereKnown(String permission, Runnable call) {
    try {
      call.run();
    } catch (S3Exception e) {
      if (e.statusCode() != 501) {
        throw AwsErrors.translated(permission, "s3://" + bucket + "/", e);
      }
      LOG.log(Level.WARNING, "the store of bucket {0} does not know {1}", bucket, permission);
    }
  }

  /// A bucket that is half made would be taken for one that others administer.
  private void removeAgain(RuntimeException cause) {
    try {
      s3.deleteBucket(delete -> delete.bucket(bucket));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
