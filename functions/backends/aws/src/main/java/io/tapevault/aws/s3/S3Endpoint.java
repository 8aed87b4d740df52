package io.tapevault.aws.s3;

import io.tapevault.settings.AwsEndpoint;
import io.tapevault.settings.UriOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Where S3 is reached: AWS in a region, or another store at an address of its own.
///
/// `virtualHosts` holds for another store only: the bucket goes into the host's name, not into the
/// path.
public record S3Endpoint(String region, @Nullable URI address, boolean virtualHosts, boolean fips) {

  static S3Endpoint from(UriOptions options, @Nullable String defaultRegion) {
    AwsEndpoint aws = AwsEndpoint.from(options, defaultRegion);
    boolean virtualHosts = options.flag("use_s3_virtual_style_addressing");
    return new S3Endpoint(aws.region(), aws.address(), virtualHosts, aws.fips());
  }

  /// Whether the bucket stands in the path. A bucket with dots does not fit the certificate of
  /// AWS's hosts.
  boolean pathStyle(String bucket) {
    return address != null ? !virtualHosts : bucket.contains(".");
  }

  /// The address of an object.
  URI of(String bucket, String key) {
    URI base = address != null ? address : URI.create("https://" + awsHost());
    String authority = base.getRawAuthority();
    String path = "/" + Percent.path(key);
    return pathStyle(bucket)
        ? URI.create(base.getScheme() + "://" + authority + "/" + bucket + path)
        : URI.create(base.getScheme() + "://" + bucket + "." + authority + path);
  }

  private String awsHost() {
    String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    return (fips ? "s3-fips." : "s3.") + region + "." + suffix;
  }
}
