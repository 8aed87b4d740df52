package io.tapevault.aws.s3;

import io.tapevault.event.Unavailable;
import java.io.FilterInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// A range that arrives from S3. Closed before its end, it lets the connection go instead of
/// reading the rest.
///
/// Trouble on the way is [Unavailable] and no [IOException], which readers may take for damage in
/// what they read.
final class S3RangeInput extends FilterInputStream {

  private final ResponseInputStream<GetObjectResponse> response;
  private long left;

  private S3RangeInput(ResponseInputStream<GetObjectResponse> response, long length) {
    super(response);
    this.response = response;
    this.left = length;
  }

  /// Throws [Unavailable] where another range was answered, as stores and proxies do that do not
  /// know ranges.
  static S3RangeInput of(
      ResponseInputStream<GetObjectResponse> response, long offset, long length) {
    String asked = "bytes " + offset + "-" + (offset + length - 1) + "/";
    @Nullable String answered = response.response().contentRange();
    if (answered == null || !answered.startsWith(asked)) {
      response.abort();
      throw new Unavailable(
          "S3 answered the range " + answered + " where " + asked + "… was asked");
    }
    return new S3RangeInput(response, length);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (left == 0 && length > 0) {
      return -1;
    }
    int read = arriving(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new Unavailable("S3 broke off " + left + " bytes before the end");
    }
    left -= read;
    return read;
  }

  private int arriving(byte[] bytes, int offset, int length) {
    try {
      return in.read(bytes, offset, length);
    } catch (IOException | SdkException e) {
      throw new Unavailable("S3 broke off " + left + " bytes before the end", e);
    }
  }

  @Override
  public long skip(long wanted) {
    byte[] skipped = new byte[(int) Math.min(Math.max(wanted, 0), 1 << 13)];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (left > 0) {
      response.abort();
    }
    in.close();
  }
}
