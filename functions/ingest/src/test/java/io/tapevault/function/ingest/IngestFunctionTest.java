package io.tapevault.function.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.vault.AwsVault;
import io.tapevault.http.HttpResponse;
import io.tapevault.lambda.Nowhere;
import io.tapevault.lambda.RestApi;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IngestFunctionTest {

  @Test
  void what_is_rehearsed_goes_all_the_way() throws Exception {
    try (Nowhere nowhere = Nowhere.open();
        InputStream sample =
            Objects.requireNonNull(
                IngestFunction.class.getResourceAsStream("/priming/post-events.json"));
        ByteArrayOutputStream answer = new ByteArrayOutputStream()) {
      AwsVault vault = AwsVault.rehearsal(nowhere.uri());
      HttpResponse response = IngestFunction.front(vault).handle(RestApi.read(sample));
      response.content().writeTo(answer);
      assertEquals(200, response.status());
      String said = answer.toString(UTF_8);
      assertTrue(said.startsWith("{\"accepted\":3,\"duplicates\":0,"), said);
    }
  }
}
