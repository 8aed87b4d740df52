package io.tapevault.aws.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/// A client of HTTP that answers what a test says.
public abstract class TestHttp implements SdkHttpClient {

  /// What was answered.
  public record Answer(int status, String body) {}

  /// `action` is one of the service's, such as `Query`.
  protected abstract Answer answer(String action, String body, HttpExecuteRequest request)
      throws IOException;

  @Override
  public final ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
        String body = text(request.contentStreamProvider().orElseThrow().newStream());
        Answer answer = answer(target.substring(target.indexOf('.') + 1), body, request);
        return HttpExecuteResponse.builder()
            .response(SdkHttpFullResponse.builder().statusCode(answer.status()).build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(answer.body().getBytes(UTF_8))))
            .build();
      }

      @Override
      public void abort() {
        // It is done at once.
      }
    };
  }

  protected static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
