package io.tapevault.aws.s3;

import io.tapevault.settings.UriOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How objects are protected where they lie: encrypted with a KMS key (AWS's own where none is
/// named), and who may read them besides what the bucket says.
public record S3Protection(boolean encrypted, @Nullable String kmsKey, @Nullable String acl) {

  // The canned ACLs that S3 knows, as Teleport checks them.
  private static final Set<String> ACLS =
      Set.of(
          "private",
          "public-read",
          "public-read-write",
          "aws-exec-read",
          "authenticated-read",
          "bucket-owner-read",
          "bucket-owner-full-control",
          "log-delivery-write");
  // A key's id, ARN or alias.
  private static final Pattern KMS_KEY = Pattern.compile("[A-Za-z0-9:/_-]{1,2048}");

  static S3Protection from(UriOptions options) {
    boolean encrypted = !options.flag("disablesse");
    String key = options.text("sse_kms_key").orElse("");
    if (!key.isEmpty() && !encrypted) {
      options.fault("sse_kms_key and disablesse exclude each other");
    }
    if (!key.isEmpty() && !KMS_KEY.matcher(key).matches()) {
      options.fault("sse_kms_key '" + key + "' is no key's id, ARN or alias");
    }
    String acl = options.text("acl").orElse("");
    if (!acl.isEmpty() && !ACLS.contains(acl)) {
      options.fault(
          "acl '" + acl + "' is none of " + String.join(", ", ACLS.stream().sorted().toList()));
    }
    return new S3Protection(encrypted, key.isEmpty() ? null : key, acl.isEmpty() ? null : acl);
  }

  /// What to send with every object.
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (encrypted) {
      headers.put("x-amz-server-side-encryption", "aws:kms");
    }
    if (kmsKey != null) {
      headers.put("x-amz-server-side-encryption-aws-kms-key-id", kmsKey);
    }
    if (acl != null) {
      headers.put("x-amz-acl", acl);
    }
    return headers;
  }
}
