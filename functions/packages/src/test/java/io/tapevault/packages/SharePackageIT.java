package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.ShareFunction;
import io.tapevault.function.playback.SharedFunction;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The zip as it makes a link to a recording, and as it is what the link leads to.
@OnLinux
final class SharePackageIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String SHARES = "/v1/sessions/" + SID + "/shares";
  private static final byte[] RECORDING =
      "{\"version\":2,\"width\":80,\"height\":24}\n[0.1,\"o\",\"hunter2\"]\n".getBytes(UTF_8);
  private static final String SAID = "{\"reason\":\"case 12\",\"by\":\"alice\"}";

  @Test
  void a_link_leads_to_the_page_of_the_recording_until_it_is_taken_back() throws Exception {
    try (Aws aws = Aws.start()) {
      Gateway shares = new Gateway(aws.function(ShareFunction.class, Map.of()));
      Gateway shared = new Gateway(aws.function(SharedFunction.class, Map.of()));
      assertEquals(200, Web.put(aws.ticket(SID, RECORDING), RECORDING));
      aws.function(IndexFunction.class, Map.of()).invoke(Samples.envelope("sqs-recordings.json"));

      JsonNode made = json(shares.post(SHARES, "application/json", SAID));
      String url = made.path("url").asText();
      String vault = "https://abc.execute-api.us-east-1.amazonaws.com/v";
      assertTrue(url.matches(vault + "/share/[A-Za-z0-9_-]{43}"), url);
      String path = url.substring(vault.length());
      APIGatewayProxyResponseEvent page = shared.get(path, Map.of());
      assertEquals(200, page.getStatusCode(), page.getBody());
      assertTrue(page.getBody().contains("segment=index"), page.getBody());
      JsonNode index = json(shared.get(path, Map.of("segment", "index")));
      String of = index.path("segments").path(0).path("url").asText().replaceAll(".*of=", "");
      APIGatewayProxyResponseEvent piece = shared.get(path, Map.of("segment", "0", "of", of));
      assertEquals(200, piece.getStatusCode(), piece.getBody());
      assertTrue(piece.getBody().contains("hunter2"), piece.getBody());

      String revoke = SHARES + "/" + made.path("id").asText() + "/revoke";
      assertEquals(
          "revoked", json(shares.post(revoke, "application/json", SAID)).path("state").asText());
      APIGatewayProxyResponseEvent none = shared.get(path, Map.of());
      assertEquals(404, none.getStatusCode());
      assertFalse(none.getBody().contains("hunter2"));
    }
  }

  private static JsonNode json(APIGatewayProxyResponseEvent answer) throws IOException {
    assertEquals(200, answer.getStatusCode(), answer.getBody());
    return new ObjectMapper().readTree(answer.getBody());
  }
}
