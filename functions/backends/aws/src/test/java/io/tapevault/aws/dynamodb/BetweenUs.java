package io.tapevault.aws.dynamodb;

import io.tapevault.aws.json.TestHttp;
import java.io.IOException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// Passes on to DynamoDB what a test does not change.
class BetweenUs extends TestHttp {

  private final SdkHttpClient http = TestTables.http();

  /// DynamoDB itself.
  interface Dynamo {
    Answer answer() throws IOException;
  }

  Answer answer(String action, String request, Dynamo dynamo) throws IOException {
    return dynamo.answer();
  }

  @Override
  protected final Answer answer(String action, String body, HttpExecuteRequest request)
      throws IOException {
    return answer(action, body, () -> passed(request));
  }

  private Answer passed(HttpExecuteRequest request) throws IOException {
    HttpExecuteResponse response = http.prepareRequest(request).call();
    return new Answer(
        response.httpResponse().statusCode(), text(response.responseBody().orElseThrow()));
  }
}
