package io.tapevault.forwarding.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapevault.event.AuditEvent;
import io.tapevault.json.EventJson;
import io.tapevault.json.ExactJson;
import io.tapevault.json.FieldPath;
import io.tapevault.json.ForeignJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Takes out of events what must not be seen. The order of members, and how numbers are spelled,
/// stay.
public final class Redactor {

  /// What stands there instead.
  public static final String MASK = "***";

  private static final JsonFactory JSON = ForeignJson.ofEvents();
  // 128 bits: no two values of anybody meet by chance.
  private static final int HASH_BYTES = 16;

  private final Set<String> drop;
  private final Set<String> mask;
  private final Set<String> hash;
  private final Set<String> all = new HashSet<>();
  private final Supplier<String> key;

  /// `key` is asked for only where something is to be hashed, once an event.
  public Redactor(Redaction redaction, Supplier<String> key) {
    this.drop = Set.copyOf(redaction.drop());
    this.mask = Set.copyOf(redaction.mask());
    this.hash = Set.copyOf(redaction.hash());
    this.key = key;
    all.addAll(drop);
    all.addAll(mask);
    all.addAll(hash);
  }

  /// The event as it may be seen. Its `hash` is that of what may be seen, where it has an `uid` to
  /// be known by; otherwise it is what it is known by, and stays.
  public AuditEvent redacted(AuditEvent event) {
    if (all.isEmpty()) {
      return event;
    }
    String json = redacted(event.json());
    String digest =
        event.uid() != null
                && EventJson.read(json.getBytes(UTF_8), event.time()) instanceof AuditEvent seen
            ? seen.hash()
            : event.hash();
    return new AuditEvent(
        json, event.type(), event.time(), event.uid(), event.session(), event.index(), digest);
  }

  private String redacted(String json) {
    StringWriter text = new StringWriter(json.length());
    try (JsonParser in = JSON.createParser(json);
        JsonGenerator out = JSON.createGenerator(text)) {
      in.nextToken();
      new Copy(in, out).object("");
    } catch (IOException e) {
      throw new UncheckedIOException("an event is JSON", e);
    }
    return text.toString();
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.get().getBytes(UTF_8), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /// One event on its way from the parser to the generator.
  private final class Copy {
    private final JsonParser in;
    private final JsonGenerator out;
    private @Nullable Mac mac;

    Copy(JsonParser in, JsonGenerator out) {
      this.in = in;
      this.out = out;
    }

    private void object(String path) throws IOException {
      out.writeStartObject();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        String member = FieldPath.of(path, name);
        in.nextToken();
        if (drop.contains(member)) {
          in.skipChildren();
        } else {
          out.writeFieldName(name);
          value(member);
        }
      }
      out.writeEndObject();
    }

    private void value(String path) throws IOException {
      JsonToken token = in.currentToken();
      if (mask.contains(path) && token != JsonToken.VALUE_NULL) {
        in.skipChildren();
        out.writeString(MASK);
      } else if (hash.contains(path)) {
        hashed();
      } else if (token == JsonToken.START_OBJECT && FieldPath.leads(path, all)) {
        object(path);
      } else if (token == JsonToken.START_ARRAY && FieldPath.leads(path, all)) {
        out.writeStartArray();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          value(path);
        }
        out.writeEndArray();
      } else {
        ExactJson.copy(in, out);
      }
    }

    /// With a code for each scalar that is not null.
    private void hashed() throws IOException {
      int depth = 0;
      do {
        JsonToken token = in.currentToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          out.writeString(code(in.getText()));
        } else {
          out.copyCurrentEvent(in);
        }
      } while (depth > 0 && in.nextToken() != null);
    }

    private String code(String text) {
      Mac made = mac == null ? mac() : mac;
      mac = made;
      byte[] code = made.doFinal(text.getBytes(UTF_8));
      return "hmac:" + HexFormat.of().formatHex(Arrays.copyOf(code, HASH_BYTES));
    }
  }
}
