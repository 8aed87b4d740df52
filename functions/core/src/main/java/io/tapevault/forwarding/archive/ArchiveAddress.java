package io.tapevault.forwarding.archive;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an archive is: `s3://bucket/prefix?region=eu-west-1` or `file:///folder`.
public sealed interface ArchiveAddress {

  /// The prefix ends with a slash, or is empty.
  record Bucket(String name, String prefix, String region) implements ArchiveAddress {

    /// With a slash at its end.
    public String location() {
      return "s3://" + name + "/" + prefix;
    }
  }

  record Folder(URI uri) implements ArchiveAddress {}

  // No part that a client would leave out ("..") or that Athena would pass over ("_x", ".x").
  Pattern BUCKET =
      Pattern.compile(
          "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
              + "((?:/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){0,9})/?"
              + "\\?region=([a-z]{2,4}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2})");

  /// Throws an [IllegalArgumentException] that says nothing of the address.
  static ArchiveAddress parse(String address) {
    Matcher bucket = BUCKET.matcher(address);
    if (bucket.matches()) {
      String prefix = bucket.group(2);
      return new Bucket(
          bucket.group(1), prefix.isEmpty() ? "" : prefix.substring(1) + "/", bucket.group(3));
    }
    return new Folder(folder(address));
  }

  // The cause would repeat the address.
  @SuppressWarnings("UnusedException")
  private static URI folder(String address) {
    try {
      URI uri = URI.create(address);
      if ("file".equals(uri.getScheme())
          && uri.getRawAuthority() == null
          && uri.getPath() != null
          && uri.getPath().startsWith("/")
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // as below
    }
    throw new IllegalArgumentException(
        "the address is neither s3://<bucket>/<prefix>?region=<region> nor file:///<folder>");
  }
}
