package io.tapevault.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The body of a request, unpacked, or what is wrong with it.
public final class RequestBody {

  private RequestBody() {}

  /// Reads at most `most` bytes, after unpacking; whatever a body claims or unpacks to, no more
  /// than that is held.
  public static Decoded<byte[]> read(HttpRequest request, int most) {
    String encoding =
        request.header("content-encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
    try {
      return switch (encoding) {
        case "identity", "" -> read(request.body(), most);
        case "gzip", "x-gzip" -> read(new GZIPInputStream(request.body(), 8192), most);
        default ->
            Decoded.problem(
                Problem.Type.UNKNOWN_ENCODING,
                "Content-Encoding is '" + encoding + "'; send the body plain or as gzip");
      };
    } catch (EOFException e) {
      return Decoded.problem(
          Problem.Type.BODY_CUT_OFF, "the gzip body ends in the middle; send all of it");
    } catch (ZipException e) {
      return Decoded.problem(
          Problem.Type.BODY_CUT_OFF, "the body is not gzip, or was damaged: " + e.getMessage());
    } catch (IOException e) {
      return Decoded.problem(
          Problem.Type.BODY_CUT_OFF,
          "the body ends before the length that was announced; send all of it");
    }
  }

  private static Decoded<byte[]> read(InputStream in, int most) throws IOException {
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      return Decoded.problem(
          Problem.Type.BODY_TOO_LARGE,
          "the body unpacks to more than " + most + " bytes; send it in smaller pieces");
    }
    return Decoded.of(bytes);
  }
}
