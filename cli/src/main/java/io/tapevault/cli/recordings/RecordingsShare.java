package io.tapevault.cli.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapevault.cli.output.Output;
import io.tapevault.cli.vault.VaultAddress;
import io.tapevault.cli.vault.Why;
import io.tapevault.json.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tapevault recordings share`: a link to one recording.
@Command(
    name = "share",
    description = {
      "Makes a link to a recording, for a browser that has no account.",
      "Whoever has the link sees the recording, as it is shown, until the link expires or is "
          + "revoked. It is told only now."
    },
    mixinStandardHelpOptions = true)
final class RecordingsShare implements Callable<Integer> {

  @Parameters(paramLabel = "SESSION", description = "The session, as its events name it.")
  private String session = "";

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "How long it is open, from 1m to 30d. Default: ${DEFAULT-VALUE}")
  private String expiresIn = "7d";

  @Mixin private Why why = new Why();
  @Mixin private VaultAddress vault = new VaultAddress();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    byte[] body =
        Json.object(json -> {
          why.write(json);
          json.writeStringField("expires_in", expiresIn);
        });
    JsonNode share = vault.ask("POST", path(session), body);
    Output.of(spec).text().println(share.path("url").asText());
    Output.err(spec)
        .printf(
            "share %s of %s, until %s; 'tapevault recordings shares revoke %2$s %1$s' takes it"
                + " back%n",
            share.path("id").asText(), session, share.path("expires").asText());
    return 0;
  }

  static String path(String session) {
    return "/v1/sessions/" + VaultAddress.encoded(session) + "/shares";
  }
}
