package io.tapevault.infra.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.infra.Synthesised;
import io.tapevault.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertifiedTest {

  private static final Map<String, Object> DOMAIN =
      Map.of(
          "tapevault:mtlsDomain",
          "vault.example.com",
          "tapevault:mtlsCertificate",
          "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d",
          "tapevault:mtlsTruststore",
          "s3://trust/ca.pem");

  @Test
  void a_domain_asks_for_certificates_by_a_policy_that_can() {
    Synthesised stack = Synthesised.of(null, DOMAIN);
    JsonNode domain = stack.one("AWS::ApiGateway::DomainName", "ApiRest");
    assertEquals("vault.example.com", domain.path("DomainName").asText());
    assertEquals("TLS_1_2", domain.path("SecurityPolicy").asText());
    assertEquals("s3://trust/ca.pem", domain.at("/MutualTlsAuthentication/TruststoreUri").asText());
    JsonNode mapping = stack.one("AWS::ApiGateway::BasePathMapping", "ApiRest");
    assertTrue(mapping.at("/Stage/Ref").asText().startsWith("ApiRestDeploymentStagelive"));
    assertTrue(stack.outputs().has("DomainTarget"));
    assertTrue(Synthesised.ANYWHERE.resources("AWS::ApiGateway::DomainName").isEmpty());
  }

  @Test
  void it_needs_all_of_it_and_no_private_api() {
    for (String left : DOMAIN.keySet()) {
      Map<String, Object> some = new java.util.HashMap<>(DOMAIN);
      some.remove(left);
      assertThrows(IllegalArgumentException.class, () -> Settings.from(some), left);
    }
    Map<String, Object> inside = new java.util.HashMap<>(DOMAIN);
    inside.put("tapevault:vpcEndpoints", List.of("vpce-0123456789abcdef0"));
    assertThrows(IllegalArgumentException.class, () -> Settings.from(inside));
  }
}
