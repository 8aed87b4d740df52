package io.tapevault.aws;

import io.tapevault.event.Unavailable;
import io.tapevault.json.Json;
import io.tapevault.json.JsonReader;
import io.tapevault.json.Malformed;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/// Calls of a service that speaks AWS's JSON.
public record AwsJsonCalls(
    Service service, AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {

  // Somebody waits for his own request meanwhile.
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int TRIES = 2;

  /// Which service (`ssm`, and `AmazonSSM` before the name of a call), where, and what messages say
  /// that it is asked for.
  public record Service(
      String name, String prefix, String region, URI address, String resource, String version) {

    /// One that speaks version 1.1 of it.
    public Service(String name, String prefix, String region, URI address, String resource) {
      this(name, prefix, region, address, resource, "1.1");
    }
  }

  /// A client whose calls nobody waits for long.
  public static SdkHttpClient client() {
    return AwsCrtHttpClient.builder()
        .connectionTimeout(PATIENCE)
        .connectionAcquisitionTimeout(PATIENCE)
        .connectionHealthConfiguration(
            health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(PATIENCE))
        .build();
  }

  /// What the service says: the JSON of its success, or a fault under AWS's own name.
  public sealed interface Said {

    @SuppressWarnings("ArrayRecordComponent") // it is never compared
    record Done(byte[] json) implements Said {}

    record Fault(String code) implements Said {}
  }

  /// Makes one call. Of faults, only these come back; the others are thrown in the words of the
  /// ports.
  public Said call(String action, Json.Members members, String... faults) {
    byte[] body = Json.object(members);
    String permission = service.name() + ":" + action;
    for (int attempt = 1; ; attempt++) {
      try {
        SignedCall.Answer said = send(action, body);
        byte[] answer = said.body();
        int status = said.status();
        if (status == 200) {
          return new Said.Done(answer);
        }
        if (status < 500 || attempt == TRIES) {
          return fault(permission, status, answer, faults);
        }
      } catch (SdkException e) {
        // There are no credentials.
        throw AwsErrors.translated(permission, service.resource(), e);
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new Unavailable(
              permission + " on " + service.resource() + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private SignedCall.Answer send(String action, byte[] body) throws IOException {
    return new SignedCall(service.name(), service.region(), credentials, http, clock)
        .post(
            service.address(),
            Map.of(
                "Content-Type",
                "application/x-amz-json-" + service.version(),
                "X-Amz-Target",
                service.prefix() + "." + action),
            body);
  }

  private Said fault(String permission, int status, byte[] answer, String... faults) {
    Map<String, String> members = texts(answer);
    // `prefix#Name`, as the protocol has it.
    String type = members.getOrDefault("__type", "");
    String code = type.substring(type.indexOf('#') + 1);
    for (String fault : faults) {
      if (fault.equals(code)) {
        return new Said.Fault(code);
      }
    }
    String message = members.getOrDefault("message", members.getOrDefault("Message", ""));
    throw AwsErrors.translated(
        permission, service.resource(), new AwsErrors.Answer(status, code, message));
  }

  private static Map<String, String> texts(byte[] json) {
    Map<String, String> members = new TreeMap<>();
    try {
      JsonReader.document(
          "answer",
          () -> JsonReader.JSON.createParser(json),
          parser ->
              JsonReader.object(
                  "answer",
                  parser,
                  name -> {
                    if (parser.currentToken().isScalarValue()) {
                      members.put(name, parser.getText());
                    }
                  }));
    } catch (IOException | Malformed e) {
      // A gateway on the way may answer with a page; the status says enough.
    }
    return members;
  }
}
