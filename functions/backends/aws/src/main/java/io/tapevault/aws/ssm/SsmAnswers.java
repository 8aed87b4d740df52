package io.tapevault.aws.ssm;

import com.fasterxml.jackson.core.JsonParser;
import io.tapevault.configuration.Configuration.Version;
import io.tapevault.event.Unavailable;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what SSM answers.
final class SsmAnswers {

  private SsmAnswers() {}

  /// A page of a history, the oldest first, and where the next one begins.
  record Page(List<Version> versions, @Nullable String next) {}

  private static final class Members {
    private @Nullable String value;
    private @Nullable String version;
    private @Nullable Instant modified;
    private @Nullable String by;

    void read(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "Value" -> value = JsonReader.text(name, parser);
        case "Version" -> version = parser.getText();
        case "LastModifiedDate" -> modified = time(parser.getText());
        case "LastModifiedUser" -> by = JsonReader.text(name, parser);
        default -> {
          // Of no interest here.
        }
      }
    }

    Version version() {
      return new Version(
          JsonReader.present("Version", version),
          JsonReader.present("Value", value),
          JsonReader.present("LastModifiedDate", modified),
          by);
    }
  }

  // Seconds, with three digits behind the point.
  private static Instant time(String seconds) {
    try {
      return Instant.ofEpochMilli(new BigDecimal(seconds).movePointRight(3).longValue());
    } catch (NumberFormatException e) {
      throw new Malformed("LastModifiedDate is no number");
    }
  }

  static Version parameter(byte[] json) {
    Members members = new Members();
    read(
        json,
        (name, parser) -> {
          if (name.equals("Parameter")) {
            JsonReader.object(name, parser, member -> members.read(member, parser));
          }
        });
    return members.version();
  }

  static int version(byte[] json) {
    List<Integer> found = new ArrayList<>();
    read(
        json,
        (name, parser) -> {
          if (name.equals("Version")) {
            found.add(parser.getIntValue());
          }
        });
    return JsonReader.present("Version", found.isEmpty() ? null : found.getFirst());
  }

  static Page history(byte[] json) {
    List<Version> versions = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    read(
        json,
        (name, parser) -> {
          switch (name) {
            case "Parameters" ->
                JsonReader.array(
                    name,
                    parser,
                    () -> {
                      Members members = new Members();
                      JsonReader.object(
                          "parameter", parser, member -> members.read(member, parser));
                      versions.add(members.version());
                    });
            case "NextToken" -> tokens.add(JsonReader.text(name, parser));
            default -> {
              // Of no interest here.
            }
          }
        });
    return new Page(versions, tokens.isEmpty() ? null : tokens.getFirst());
  }

  private interface Member {
    void read(String name, JsonParser parser) throws IOException;
  }

  private static void read(byte[] json, Member member) {
    try {
      JsonReader.document(
          "answer of SSM",
          () -> JsonReader.JSON.createParser(json),
          parser -> JsonReader.object("answer of SSM", parser, name -> member.read(name, parser)));
    } catch (IOException | Malformed e) {
      throw new Unavailable("SSM answers in another form than it has: " + e.getMessage(), e);
    }
  }
}
