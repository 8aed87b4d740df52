package io.tapevault.aws.dynamodb;

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

/// Passes on to DynamoDB what a test does not change.
class BetweenUs implements SdkHttpClient {

  private final SdkHttpClient http = TestTables.http();

  /// What was answered.
  record Answer(int status, String body) {}

  /// DynamoDB itself.
  interface Dynamo {
    Answer answer() throws IOException;
  }

  /// `action` is one of DynamoDB's, such as `Query`.
  Answer answer(String action, String request, Dynamo dynamo) throws IOException {
    return dynamo.answer();
  }

  @Override
  public final ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
        String body = text(request.contentStreamProvider().orElseThrow().newStream());
        Answer answer =
            answer(target.substring(target.indexOf('.') + 1), body, () -> passed(request));
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

  private Answer passed(HttpExecuteRequest request) throws IOException {
    HttpExecuteResponse response = http.prepareRequest(request).call();
    return new Answer(
        response.httpResponse().statusCode(), text(response.responseBody().orElseThrow()));
  }

  private static String text(InputStream in) throws IOException {
    try (in) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    // The other is shared.
  }
}
