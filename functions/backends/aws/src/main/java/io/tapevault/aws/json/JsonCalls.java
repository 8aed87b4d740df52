package io.tapevault.aws.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.tapevault.aws.AwsErrors;
import io.tapevault.event.Unavailable;
import io.tapevault.json.ForeignJson;
import io.tapevault.json.Json;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/// Calls of a service that speaks AWS's JSON.
///
/// What may pass is tried again for as long as there is patience. So a call may be made twice where
/// its answer is lost: whoever calls makes calls that do the same then.
public record JsonCalls(
    Service service,
    AwsCredentialsProvider credentials,
    SdkHttpClient http,
    InstantSource clock,
    Duration patience) {

  // Somebody waits for his own request meanwhile.
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final int TRIES = 5;
  // One that hangs leaves time for others.
  private static final int TRIES_THAT_HANG = 3;
  // An item of 400 KB is what a fault may hold, and its text can be six times that; a page of a
  // history is less.
  private static final int MOST_BYTES = 4 << 20;
  private static final JsonFactory JSON = ForeignJson.ofEvents();

  /// With the patience for what somebody waits for.
  public JsonCalls(
      Service service,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      InstantSource clock) {
    this(service, credentials, http, clock, SHORT);
  }

  /// A client whose calls nobody waits for long.
  public static SdkHttpClient client() {
    return AwsCrtHttpClient.builder()
        .connectionTimeout(SHORT)
        .connectionAcquisitionTimeout(SHORT)
        .connectionHealthConfiguration(
            health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(SHORT))
        .build();
  }

  /// The same calls for whoever has this much time.
  public JsonCalls within(Duration patience) {
    return new JsonCalls(service, credentials, http, clock, patience);
  }

  /// Reads the answer of a success, whose first token is the current one.
  public interface Answer<T> {
    T read(JsonParser json) throws IOException;
  }

  /// The answer as it came. Of faults, only these come back; the others are thrown in the words of
  /// the ports.
  public Said<byte[]> call(String action, Json.Members members, String... faults) {
    return send(
        action, members, (status, body) -> SignedCall.all(body, MOST_BYTES), Set.of(faults));
  }

  /// What `answer` makes of it while it arrives.
  public <T> Said<T> call(
      String action, Json.Members members, Answer<T> answer, Set<String> faults) {
    return send(
        action,
        members,
        (status, body) -> {
          try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            T read = answer.read(json);
            if (json.nextToken() != null) {
              throw new IOException("something follows the answer");
            }
            return read;
          } catch (Malformed e) {
            throw new IOException(e.getMessage(), e);
          }
        },
        faults);
  }

  private <T> Said<T> send(
      String action, Json.Members members, SignedCall.Reading<T> reading, Set<String> faults) {
    byte[] body = body(members);
    long end = System.nanoTime() + patience.toNanos();
    for (int attempt = 1; ; attempt++) {
      RuntimeException trouble;
      boolean throttled = false;
      try {
        Said<T> said = once(action, body, Duration.ofNanos(turn(attempt, end)), reading);
        if (!(said instanceof Said.Fault<T> fault) || faults.contains(fault.code())) {
          return said;
        }
        trouble = trouble(action, fault);
        if (!Passing.mayPass(fault.status(), fault.code())) {
          throw trouble;
        }
        throttled = Passing.isThrottling(fault.status(), fault.code());
        trouble =
            trouble instanceof Unavailable
                ? trouble
                : new Unavailable(String.valueOf(trouble.getMessage()));
      } catch (SdkException e) {
        // There are no credentials.
        throw AwsErrors.translated(service.right(action), service.resource(), e);
      } catch (IOException e) {
        trouble =
            new Unavailable(
                service.right(action) + " on " + service.resource() + ": " + e.getMessage(), e);
      }
      pause(attempt, throttled, end, trouble);
    }
  }

  /// How long one try may take.
  private static long turn(int attempt, long end) {
    return (end - System.nanoTime()) / Math.max(1, TRIES_THAT_HANG + 1 - attempt);
  }

  private static void pause(int attempt, boolean throttled, long end, RuntimeException trouble) {
    long millis = Passing.pause(attempt, throttled);
    if (attempt == TRIES || System.nanoTime() + millis * 1_000_000 >= end) {
      throw trouble;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw trouble;
    }
  }

  private <T> Said<T> once(
      String action, byte[] body, Duration patience, SignedCall.Reading<T> reading)
      throws IOException {
    return new SignedCall(service.name(), service.region(), credentials, http, clock)
        .post(
            service.address(),
            Map.of(
                "Content-Type",
                "application/x-amz-json-" + service.version(),
                "X-Amz-Target",
                service.prefix() + "." + action),
            body,
            patience,
            (status, answer) ->
                status == 200
                    ? new Said.Done<>(reading.read(status, answer))
                    : fault(status, answer));
  }

  private static <T> Said<T> fault(int status, InputStream answer) throws IOException {
    byte[] json = SignedCall.all(answer, MOST_BYTES);
    // `prefix#Name`, as the protocol has it.
    String type = text(json, "__type");
    return new Said.Fault<>(status, type.substring(type.indexOf('#') + 1), json);
  }

  private RuntimeException trouble(String action, Said.Fault<?> fault) {
    String message = text(fault.json(), "message") + text(fault.json(), "Message");
    return AwsErrors.translated(
        service.right(action),
        service.resource(),
        new AwsErrors.Answer(fault.status(), fault.code(), message));
  }

  /// Empty where there is none.
  private static String text(byte[] json, String member) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = parser.currentName().equals(member);
          if (parser.nextToken() == JsonToken.VALUE_STRING && found) {
            return parser.getText();
          }
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // A gateway on the way may answer with a page; the status says enough.
    }
    return "";
  }

  private static byte[] body(Json.Members members) {
    ByteArrayBuilder bytes = new ByteArrayBuilder();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
