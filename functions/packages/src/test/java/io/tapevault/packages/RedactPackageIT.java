package io.tapevault.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.tapevault.aws.sqs.SqsLocal;
import io.tapevault.function.playback.IndexFunction;
import io.tapevault.function.playback.OriginalFunction;
import io.tapevault.function.playback.PlaybackFunction;
import io.tapevault.function.playback.RedactFunction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// The zip as it hides something of a recording: from who redacts, through the queue, to what is
/// shown.
@OnLinux
final class RedactPackageIT {

  private static final String SID = "80d9ca77-93af-443f-b33c-6fc55bd1a147";
  private static final String SESSION = "/v1/sessions/" + SID;
  private static final byte[] RECORDING =
      "{\"version\":2,\"width\":80,\"height\":24}\n[0.1,\"o\",\"hunter2\"]\n".getBytes(UTF_8);
  private static final String ASKED =
      "{\"texts\":[\"hunter2\"],\"reason\":\"a password\",\"by\":\"alice\"}";

  @Test
  void what_is_redacted_is_derived_as_soon_as_the_index_is_told_and_the_original_stays()
      throws Exception {
    try (Aws aws = Aws.start();
        SqsLocal sqs = SqsLocal.start()) {
      String queue = sqs.client().createQueue(create -> create.queueName("index")).queueUrl();
      FunctionProcess index = aws.function(IndexFunction.class, Map.of());
      Gateway playback = new Gateway(aws.function(PlaybackFunction.class, Map.of()));
      Gateway originals = new Gateway(aws.function(OriginalFunction.class, Map.of()));
      Gateway redactions =
          new Gateway(
              aws.function(RedactFunction.class, Map.of("TAPEVAULT_INDEX_QUEUE_URL", queue)));
      assertEquals(200, Web.put(aws.ticket(SID, RECORDING), RECORDING));
      index.invoke(Samples.envelope("sqs-recordings.json"));
      assertArrayEquals(RECORDING, followed(originals.get(SESSION + "/recording", Map.of())));

      APIGatewayProxyResponseEvent told =
          redactions.post(SESSION + "/redactions", "application/json", ASKED);
      assertEquals(200, told.getStatusCode(), told.getBody());
      assertEquals(202, playback.get(SESSION + "/recording.cast", Map.of()).getStatusCode());
      assertEquals(403, originals.get(SESSION + "/recording", Map.of()).getStatusCode());
      String notice =
          sqs.client()
              .receiveMessage(receive -> receive.queueUrl(queue))
              .messages()
              .getFirst()
              .body();
      assertTrue(notice.contains(SID + ".tar") && notice.contains("Object Created"), notice);

      index.invoke(Samples.envelope("sqs-recordings.json"));
      String shown = unzipped(followed(playback.get(SESSION + "/recording.cast", Map.of())));
      assertTrue(shown.contains("\u2588"), shown);
      assertFalse(shown.contains("hunter2"), shown);
      assertArrayEquals(
          RECORDING, followed(originals.get("/v1/originals/" + SID + "/recording", Map.of())));
      assertEquals(
          1,
          aws.session(SID).stream()
              .filter(stored -> stored.event().type().equals("recording.redacted"))
              .count());
    }
  }

  private static byte[] followed(APIGatewayProxyResponseEvent redirect) throws Exception {
    assertEquals(307, redirect.getStatusCode(), redirect.getBody());
    HttpResponse<byte[]> got = Web.get(redirect.getHeaders().getOrDefault("location", "none"));
    assertEquals(200, got.statusCode(), new String(got.body(), UTF_8));
    return got.body();
  }

  private static String unzipped(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
