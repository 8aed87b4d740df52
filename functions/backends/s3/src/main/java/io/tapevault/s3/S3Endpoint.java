package io.tapevault.s3;

import io.tapevault.settings.UriOptions;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Where S3 is reached: AWS in a region, or another store at an address of its own.
///
/// `virtualHosts` holds for another store only: the bucket goes into the host's name, not into the path.
public record S3Endpoint(String region, @Nullable URI address, boolean virtualHosts, boolean fips) {

  // What stores other than AWS sign with when nothing else is said.
  private static final String ELSEWHERE = "us-east-1";
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");

  static S3Endpoint from(UriOptions options, @Nullable String defaultRegion) {
    @Nullable URI address = address(options);
    String region = options.text("region").orElse(defaultRegion == null ? "" : defaultRegion);
    if (region.isEmpty() && address != null) {
      region = ELSEWHERE;
    }
    if (region.isEmpty()) {
      options.fault("no region is given");
    } else if (!REGION.matcher(region).matches()) {
      options.fault("region '" + region + "' is no region's name");
    }
    boolean fips = options.flag("use_fips_endpoint");
    boolean virtualHosts = options.flag("use_s3_virtual_style_addressing");
    if (fips && address != null) {
      options.fault("use_fips_endpoint and endpoint exclude each other");
    }
    return new S3Endpoint(region, address, virtualHosts, fips);
  }

  private static @Nullable URI address(UriOptions options) {
    boolean insecure = options.flag("insecure");
    String endpoint = options.text("endpoint").orElse("");
    if (endpoint.isEmpty()) {
      if (insecure) {
        options.fault("insecure goes with endpoint only: AWS is always reached by TLS");
      }
      return null;
    }
    String withScheme = endpoint.contains("://") ? endpoint : (insecure ? "http://" : "https://") + endpoint;
    URI address = parsed(withScheme.replaceAll("/+$", ""));
    if (address == null) {
      options.fault("endpoint '" + endpoint + "' is neither host[:port] nor http[s]://host[:port]");
    } else if (insecure && address.getScheme().equals("https")) {
      options.fault("insecure and an endpoint with https:// exclude each other");
    }
    return address;
  }

  private static @Nullable URI parsed(String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = "".equals(uri.getPath()) && uri.getQuery() == null && uri.getUserInfo() == null;
      return http && bare && uri.getHost() != null && uri.getFragment() == null ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Whether the bucket stands in the path. A bucket with dots does not fit the certificate of AWS's hosts.
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
