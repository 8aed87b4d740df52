package io.tapevault.aws.s3;

/// What stands beside a recording: who announced it, and as which bytes.
final class S3Metadata {

  static final String NODE = "x-amz-meta-node";
  static final String SHA256 = "x-amz-meta-sha256";

  private S3Metadata() {}
}
