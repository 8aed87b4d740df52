package io.tapevault.aws.s3;

import io.tapevault.recording.ObjectKey;
import io.tapevault.settings.UriOptions;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `s3://bucket[/path]?…`: where objects are kept, with Teleport's spelling of the options.
///
/// The path has no slash at its ends, and is empty where there is none.
public record S3Uri(String bucket, String path, S3Endpoint endpoint, S3Protection protection) {

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /// `region` holds where the URI names none. Names every fault at once in an
  /// [IllegalArgumentException].
  public static S3Uri parse(URI uri, @Nullable String region) {
    UriOptions options = UriOptions.of(uri);
    String bucket = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (!"s3".equals(uri.getScheme())
        || !BUCKET.matcher(bucket).matches()
        || uri.getFragment() != null) {
      options.fault("expected s3://bucket/path?options, with a bucket's name in lower case");
    }
    S3Endpoint endpoint = S3Endpoint.from(options, region);
    S3Protection protection = S3Protection.from(options);
    // Teleport's upload completer reads it; there is nothing like it here.
    options.text("complete_initiators");
    options.check();
    return new S3Uri(bucket, trimmed(uri.getPath()), endpoint, protection);
  }

  private static String trimmed(@Nullable String path) {
    return path == null ? "" : path.replaceAll("^/+|/+$", "");
  }

  /// Recordings lie under the path, where Teleport looks; what was derived has a prefix of its own.
  String key(ObjectKey key) {
    return switch (key) {
      case ObjectKey.Recording recording -> recording(recording.name());
      case ObjectKey.Derived derived -> derived.name();
      case ObjectKey.Redaction redaction -> redaction.name();
    };
  }

  /// `s3://bucket/<path>/<sid>`, without `.tar`, as Teleport names a recording.
  URI location(ObjectKey key) {
    String name =
        switch (key) {
          case ObjectKey.Recording(var sid) -> recording(sid.value());
          case ObjectKey.Derived derived -> derived.name();
          case ObjectKey.Redaction redaction -> redaction.name();
        };
    return URI.create("s3://" + bucket + "/" + Percent.path(name));
  }

  private String recording(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + path;
  }
}
