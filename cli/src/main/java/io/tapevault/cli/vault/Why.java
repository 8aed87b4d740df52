package io.tapevault.cli.vault;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import picocli.CommandLine.Option;

/// Who does something that is an event, and why.
public final class Why {

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who. Default: the user of this machine. On AWS it is who signs, in any case.")
  private String by = System.getProperty("user.name", "");

  public void write(JsonGenerator json) throws IOException {
    json.writeStringField("by", by);
    json.writeStringField("reason", reason);
  }
}
