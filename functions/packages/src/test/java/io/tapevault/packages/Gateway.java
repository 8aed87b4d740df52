package io.tapevault.packages;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.RequestIdentity;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.util.Map;

/// A REST API in front of a function, in the words of AWS's own event classes.
final class Gateway {

  /// Names the request in the logs, and in a problem.
  static final String REQUEST_ID = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

  private final FunctionProcess function;

  Gateway(FunctionProcess function) {
    this.function = function;
  }

  APIGatewayProxyResponseEvent get(String path, Map<String, String> query) {
    return send(request("GET", path).withQueryStringParameters(query));
  }

  APIGatewayProxyResponseEvent post(String path, String contentType, String body) {
    return send(
        request("POST", path).withHeaders(Map.of("Content-Type", contentType)).withBody(body));
  }

  APIGatewayProxyResponseEvent send(APIGatewayProxyRequestEvent request) {
    return answer(Envelopes.json(APIGatewayProxyRequestEvent.class, request));
  }

  /// Sends an envelope of `events-samples`.
  APIGatewayProxyResponseEvent sample(String name) throws IOException {
    return answer(Samples.envelope(name));
  }

  /// Whatever it answers.
  APIGatewayProxyResponseEvent pass(APIGatewayProxyRequestEvent request) {
    return invoke(Envelopes.json(APIGatewayProxyRequestEvent.class, request));
  }

  private APIGatewayProxyResponseEvent invoke(byte[] envelope) {
    return Envelopes.read(APIGatewayProxyResponseEvent.class, function.invoke(envelope));
  }

  private APIGatewayProxyResponseEvent answer(byte[] envelope) {
    APIGatewayProxyResponseEvent answer = invoke(envelope);
    if (answer.getStatusCode() >= 500) {
      throw new IllegalStateException(answer + "\n" + function.output());
    }
    return answer;
  }

  static APIGatewayProxyRequestEvent request(String method, String path) {
    RequestIdentity identity = new RequestIdentity();
    identity.setSourceIp("198.51.100.23");
    ProxyRequestContext context =
        new ProxyRequestContext()
            .withStage("v")
            .withPath("/v" + path)
            .withHttpMethod(method)
            .withRequestId(REQUEST_ID)
            .withIdentity(identity);
    context.setDomainName("abc.execute-api.us-east-1.amazonaws.com");
    return new APIGatewayProxyRequestEvent()
        .withResource(path)
        .withPath(path)
        .withHttpMethod(method)
        .withHeaders(Map.of("Host", "abc.execute-api.us-east-1.amazonaws.com"))
        .withIsBase64Encoded(false)
        .withRequestContext(context);
  }
}
