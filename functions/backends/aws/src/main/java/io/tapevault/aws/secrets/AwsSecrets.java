package io.tapevault.aws.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.Said;
import io.tapevault.aws.json.Service;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.forwarding.secrets.SecretReference;
import io.tapevault.forwarding.secrets.SecretReference.InParameter;
import io.tapevault.forwarding.secrets.SecretReference.InSecretsManager;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.forwarding.secrets.Unresolved;
import io.tapevault.json.FieldValues;
import io.tapevault.json.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// Secrets of AWS: `secretsmanager:GetSecretValue`, `ssm:GetParameter`. Nothing is opened before
/// the first is asked for.
public final class AwsSecrets implements SecretStore {

  private final AwsCredentialsProvider credentials;
  private final InstantSource clock;
  private final @Nullable URI endpoint;

  /// `endpoint` is null for AWS itself.
  public AwsSecrets(
      AwsCredentialsProvider credentials, InstantSource clock, @Nullable URI endpoint) {
    this.credentials = credentials;
    this.clock = clock;
    this.endpoint = endpoint;
  }

  @Override
  public String read(SecretReference reference) {
    try {
      return switch (reference) {
        case InSecretsManager secret -> secret(secret);
        case InParameter parameter -> parameter(parameter);
        case SecretReference.Environment here -> throw ofOneMachine();
        case SecretReference.InFile here -> throw ofOneMachine();
      };
    } catch (Unavailable | NotPermitted | IllegalStateException e) {
      throw new Unresolved(String.valueOf(e.getMessage()));
    }
  }

  private static Unresolved ofOneMachine() {
    return new Unresolved("env: and file: name secrets on one machine; on AWS it is an ARN");
  }

  private String secret(InSecretsManager secret) {
    Service service = service("secretsmanager", "secretsmanager", secret.region(), secret.arn());
    String text =
        answered(
            service,
            "GetSecretValue",
            "SecretString",
            json -> json.writeStringField("SecretId", secret.arn()));
    return secret.member().isEmpty() ? text : member(service, text, secret.member());
  }

  private String parameter(InParameter parameter) {
    Service service = service("ssm", "AmazonSSM", parameter.region(), parameter.arn());
    return answered(
        service,
        "GetParameter",
        "Parameter.Value",
        json -> {
          json.writeStringField("Name", parameter.arn());
          json.writeBooleanField("WithDecryption", true);
        });
  }

  private String answered(Service service, String call, String member, Json.Members question) {
    Said<byte[]> said =
        new JsonCalls(service, credentials, AwsClients.http(), clock).call(call, question);
    return switch (said) {
      case Said.Done<byte[]> done -> member(service, new String(done.value(), UTF_8), member);
      case Said.Fault<byte[]> fault ->
          throw new Unresolved(service.resource() + ": " + fault.code());
    };
  }

  /// Neither the answer nor the secret is in any message.
  @SuppressWarnings("UnusedException")
  private static String member(Service service, String json, String member) {
    try {
      List<String> texts = FieldValues.of(json, Set.of(member)).getOrDefault(member, List.of());
      if (texts.size() == 1 && !texts.getFirst().isBlank()) {
        return texts.getFirst();
      }
    } catch (UncheckedIOException e) {
      // It is no JSON.
    }
    throw new Unresolved(service.resource() + " holds no text " + member);
  }

  private Service service(String name, String prefix, String region, String arn) {
    String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    URI address =
        endpoint != null
            ? endpoint
            : URI.create("https://" + name + "." + region + "." + suffix + "/");
    return new Service(name, prefix, region, address, "the secret " + arn);
  }
}
