package io.tapevault.settings;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where an AWS service is reached: AWS in a region, or another service at an address of its own.
public record AwsEndpoint(String region, @Nullable URI address, boolean fips) {

  // What services other than AWS are signed for when nothing else is said.
  private static final String ELSEWHERE = "us-east-1";
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");

  /// Reads `region`, `endpoint`, `insecure` and `use_fips_endpoint`; the default region holds where
  /// there is none.
  public static AwsEndpoint from(UriOptions options, @Nullable String defaultRegion) {
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
    if (fips && address != null) {
      options.fault("use_fips_endpoint and endpoint exclude each other");
    }
    return new AwsEndpoint(region, address, fips);
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
    String withScheme =
        endpoint.contains("://") ? endpoint : (insecure ? "http://" : "https://") + endpoint;
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
      boolean bare =
          "".equals(uri.getPath()) && uri.getQuery() == null && uri.getUserInfo() == null;
      return http && bare && uri.getHost() != null && uri.getFragment() == null ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
