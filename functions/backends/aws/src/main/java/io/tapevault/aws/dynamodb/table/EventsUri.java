package io.tapevault.aws.dynamodb.table;

import io.tapevault.settings.AwsEndpoint;
import io.tapevault.settings.UriOptions;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which table, and where:
/// `dynamodb://<table>?region=…&endpoint=…&insecure=true&use_fips_endpoint=true`, with Teleport's
/// spelling of the options.
public record EventsUri(String table, AwsEndpoint endpoint) {

  // DynamoDB: a table's name has 3 to 255 of these.
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

  /// `region` holds where the URI names none. Names every fault at once in an
  /// [IllegalArgumentException].
  public static EventsUri parse(URI uri, @Nullable String region) {
    UriOptions options = UriOptions.of(uri);
    String table = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (!"dynamodb".equals(uri.getScheme()) || !TABLE.matcher(table).matches()) {
      options.fault("expected dynamodb://table?options, with the name of a table");
    }
    if (options.text("disable_conflict_check").isPresent()) {
      options.fault("disable_conflict_check would overwrite events, which is never done here");
    }
    AwsEndpoint endpoint = AwsEndpoint.from(options, region);
    options.check();
    return new EventsUri(table, endpoint);
  }
}
