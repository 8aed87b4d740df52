package io.tapevault.aws.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// One request to an AWS service, signed and sent without the SDK's module for it: a function needs
/// few of them, and a module is some hundred classes.
public record SignedCall(
    String service,
    String region,
    AwsCredentialsProvider credentials,
    SdkHttpClient http,
    InstantSource clock) {

  private static final String CRC = "x-amz-crc32";
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /// Reads what was answered, while it arrives. What it made of it is thrown away where the answer
  /// turns out to be broken or cut off.
  public interface Reading<T> {
    T read(int status, InputStream body) throws IOException;
  }

  /// Of what is larger nothing is taken: it would be as large the next time.
  public static byte[] all(InputStream body, int most) throws IOException {
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new IllegalStateException("an answer of AWS has more than " + most + " bytes");
    }
    return bytes;
  }

  /// It is over after `patience`, however slowly something arrives.
  public <T> T post(
      URI address, Map<String, String> headers, byte[] body, Duration patience, Reading<T> reading)
      throws IOException {
    return sent(
        HttpExecuteRequest.builder()
            .request(signed(SdkHttpMethod.POST, address, headers, body).request())
            .contentStreamProvider(() -> new ByteArrayInputStream(body))
            .build(),
        patience,
        reading);
  }

  /// The same of what is only looked at.
  public <T> T get(URI address, Duration patience, Reading<T> reading) throws IOException {
    return sent(
        HttpExecuteRequest.builder()
            .request(signed(SdkHttpMethod.GET, address, Map.of(), new byte[0]).request())
            .build(),
        patience,
        reading);
  }

  private <T> T sent(HttpExecuteRequest signed, Duration patience, Reading<T> reading)
      throws IOException {
    ExecutableHttpRequest request = http.prepareRequest(signed);
    try (Patience watch = Patience.of(patience, request)) {
      try {
        HttpExecuteResponse response = request.call();
        AbortableInputStream answer =
            response
                .responseBody()
                .orElseGet(() -> AbortableInputStream.create(InputStream.nullInputStream()));
        watch.also(answer);
        return read(response, answer, reading);
      } catch (IOException | CancellationException e) {
        throw watch.told(e);
      }
    }
  }

  private SignedRequest signed(
      SdkHttpMethod method, URI address, Map<String, String> headers, byte[] body) {
    SdkHttpFullRequest.Builder unsigned = SdkHttpFullRequest.builder().method(method).uri(address);
    if (method == SdkHttpMethod.POST) {
      unsigned.putHeader("Content-Length", Integer.toString(body.length));
    }
    headers.forEach(unsigned::putHeader);
    return SIGNER.sign(sign ->
        sign.identity(credentials.resolveCredentials())
            .request(unsigned.build())
            .payload(ContentStreamProvider.fromByteArray(body))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(
                HttpSigner.SIGNING_CLOCK,
                InstantSource.fixed(clock.instant()).withZone(ZoneOffset.UTC)));
  }

  private static <T> T read(
      HttpExecuteResponse response, AbortableInputStream answer, Reading<T> reading)
      throws IOException {
    String crc = response.httpResponse().firstMatchingHeader(CRC).orElse("");
    boolean read = false;
    CRC32 sum = new CRC32();
    try (InputStream in = crc.isEmpty() ? answer : new CheckedInputStream(answer, sum)) {
      T value = reading.read(response.httpResponse().statusCode(), in);
      // To its end: the connection is used again, and the sum is that of all.
      in.transferTo(OutputStream.nullOutputStream());
      if (!crc.isEmpty() && !crc.equals(Long.toString(sum.getValue()))) {
        throw new IOException("the answer is not the one that was sent: its CRC is another");
      }
      read = true;
      return value;
    } finally {
      if (!read) {
        answer.abort();
      }
    }
  }
}
