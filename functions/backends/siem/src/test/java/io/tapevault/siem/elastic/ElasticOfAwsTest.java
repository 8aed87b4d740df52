package io.tapevault.siem.elastic;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Amazon OpenSearch Service asks for.
class ElasticOfAwsTest {

  @Test
  void a_request_is_signed_for_the_region_and_the_service() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", "not-told");
    try {
      Request request =
          ElasticSinkTest.sent(
                  SinkType.OPENSEARCH,
                  Map.of("region", "eu-central-1", "service", "aoss"),
                  null,
                  Engine.outgoing("{\"event\":\"a\"}"))
              .getFirst();
      String authorization = String.valueOf(request.header("authorization"));
      assertTrue(
          authorization.startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"), authorization);
      assertTrue(authorization.contains("/eu-central-1/aoss/aws4_request"), authorization);
      assertTrue(String.valueOf(request.header("x-amz-content-sha256")).matches("[0-9a-f]{64}"));
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @ParameterizedTest
  @CsvSource({"Frankfurt, es", "eu-central-1, s3"})
  void what_is_no_region_or_service_is_said_at_once(String region, String service) {
    URI address = URI.create("https://es.example.com");
    Map<String, String> options = Map.of("region", region, "service", service);
    assertThrows(
        IllegalArgumentException.class,
        () -> ElasticSink.check(ElasticSinkTest.spec(SinkType.OPENSEARCH, address, options, null)));
  }
}
