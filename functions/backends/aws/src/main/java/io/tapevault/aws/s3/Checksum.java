package io.tapevault.aws.s3;

import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 as S3's headers spell it: in Base64, where we have it in hex.
final class Checksum {

  private Checksum() {}

  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
