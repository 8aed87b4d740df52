package io.tapevault.aws.ssm;

import io.tapevault.settings.AwsEndpoint;
import io.tapevault.settings.UriOptions;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Which parameter, and where: `ssm:///name/of/it?region=…&endpoint=…&sse_kms_key=…`, with the
/// options of other URIs. Without a key AWS takes the account's own for parameters.
public record SsmUri(String name, AwsEndpoint endpoint, @Nullable String kmsKey) {

  // SSM: a name has at most 15 levels, which together with its ARN have 1,011 characters.
  private static final Pattern NAME = Pattern.compile("(/[A-Za-z0-9_.-]{1,255}){1,15}");

  /// `region` holds where the URI names none. Names every fault at once in an
  /// [IllegalArgumentException].
  public static SsmUri parse(URI uri, @Nullable String region) {
    UriOptions options = UriOptions.of(uri);
    String name = uri.getPath() == null ? "" : uri.getPath();
    if (!"ssm".equals(uri.getScheme())
        || uri.getAuthority() != null
        || !NAME.matcher(name).matches()) {
      options.fault("expected ssm:///name?options, with the name of a parameter");
    }
    AwsEndpoint endpoint = AwsEndpoint.from(options, region);
    @Nullable String key = options.text("sse_kms_key").orElse(null);
    options.check();
    return new SsmUri(name, endpoint, key);
  }

  URI address() {
    if (endpoint.address() != null) {
      return endpoint.address().resolve("/");
    }
    String suffix = PartitionMetadata.of(Region.of(endpoint.region())).dnsSuffix();
    return URI.create(
        "https://"
            + (endpoint.fips() ? "ssm-fips." : "ssm.")
            + endpoint.region()
            + "."
            + suffix
            + "/");
  }
}
