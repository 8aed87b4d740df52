package io.tapevault.aws.ssm;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.json.JsonCalls;
import io.tapevault.aws.json.Said;
import io.tapevault.aws.json.Service;
import io.tapevault.aws.ssm.SsmAnswers.Page;
import io.tapevault.configuration.Configuration;
import io.tapevault.json.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// The configuration in a parameter of the SSM Parameter Store: encrypted, standard up to 4,096
/// bytes and advanced above.
///
/// SSM cannot put a version in the place of a certain other one. It can refuse to overwrite at all,
/// and so the first version is certain; of all others it is only known afterwards whether somebody
/// else wrote in between, which is [Configuration.Replaced.Overwrote] then. Nothing is lost: SSM
/// keeps the last hundred versions.
public final class SsmConfiguration implements Configuration {

  /// The settings that wait for a deployment: what a role may reach, and which functions there are,
  /// is for that to say.
  public static final Set<String> AT_DEPLOYMENT =
      Set.of(
          "listen",
          "storage.audit_events_uri",
          "storage.audit_table_name",
          "storage.audit_sessions_uri");

  // SSM: a standard parameter has 4 KB, an advanced one 8 KB.
  private static final int STANDARD = 4_096;
  // Each is a call of its own, while somebody may wait.
  private static final int FORMER = 5;
  private static final String NOT_FOUND = "ParameterNotFound";
  private static final String NO_VERSION = "ParameterVersionNotFound";
  private static final String EXISTS = "ParameterAlreadyExists";

  private final SsmUri uri;
  private final JsonCalls ssm;
  private final boolean whole;

  private SsmConfiguration(SsmUri uri, JsonCalls ssm, boolean whole) {
    this.uri = uri;
    this.ssm = ssm;
    this.whole = whole;
  }

  /// For who may read the parameter, and nothing else (`ssm:GetParameter`): its history goes back
  /// five versions, and does not say who made them.
  public static SsmConfiguration reading(
      SsmUri uri, AwsCredentialsProvider credentials, InstantSource clock) {
    return new SsmConfiguration(uri, calls(uri, credentials, AwsClients.http(), clock), false);
  }

  /// Of a deployment, for who looks after it.
  public static SsmConfiguration of(
      DeployedStack stack,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      InstantSource clock) {
    SsmUri uri = stack.config(credentials, http, clock);
    return new SsmConfiguration(uri, calls(uri, credentials, http, clock), true);
  }

  /// For who looks after it (`ssm:GetParameterHistory`, `ssm:PutParameter`).
  public static SsmConfiguration of(
      SsmUri uri, AwsCredentialsProvider credentials, InstantSource clock) {
    return new SsmConfiguration(uri, calls(uri, credentials, JsonCalls.client(), clock), true);
  }

  private static JsonCalls calls(
      SsmUri uri, AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    return new JsonCalls(
        new Service(
            "ssm",
            "AmazonSSM",
            uri.endpoint().region(),
            uri.address(),
            "the parameter " + uri.name()),
        credentials,
        http,
        clock);
  }

  @Override
  public Current current() {
    return get("")
        .<Current>map(Current.There::new)
        .orElseGet(() -> new Current.Missing("there is no parameter " + uri.name()));
  }

  /// `selector` is empty, or `:7` for a certain version.
  private Optional<Version> get(String selector) {
    Said<byte[]> said =
        ssm.call(
            "GetParameter",
            json -> {
              json.writeStringField("Name", uri.name() + selector);
              json.writeBooleanField("WithDecryption", true);
            },
            NOT_FOUND,
            NO_VERSION);
    return switch (said) {
      case Said.Done<byte[]> done -> Optional.of(SsmAnswers.parameter(done.value()));
      case Said.Fault<byte[]> none -> Optional.empty();
    };
  }

  @Override
  public Replaced replace(String document, @Nullable String expected) {
    if (!Configuration.fits(document)) {
      return Configuration.wrongLength(document);
    }
    if (expected != null) {
      Current now = current();
      if (!(now instanceof Current.There there && there.version().id().equals(expected))) {
        return new Replaced.Overtaken(now);
      }
    }
    Said<byte[]> said = ssm.call("PutParameter", put(document, expected != null), EXISTS);
    return switch (said) {
      case Said.Fault<byte[]> there -> new Replaced.Overtaken(current());
      case Said.Done<byte[]> done -> stored(SsmAnswers.version(done.value()), expected);
    };
  }

  private Json.Members put(String document, boolean overwrite) {
    boolean standard = Configuration.bytes(document) <= STANDARD;
    return json -> {
      json.writeStringField("Name", uri.name());
      json.writeStringField("Value", document);
      json.writeStringField("Type", "SecureString");
      if (uri.kmsKey() != null) {
        json.writeStringField("KeyId", uri.kmsKey());
      }
      json.writeBooleanField("Overwrite", overwrite);
      // An advanced parameter never becomes a standard one again; this leaves it as it is.
      json.writeStringField("Tier", standard ? "Intelligent-Tiering" : "Advanced");
    };
  }

  private Replaced stored(int id, @Nullable String expected) {
    Version stored = get(":" + id).orElseThrow();
    int before = expected == null ? 0 : Integer.parseInt(expected);
    return id == before + 1
        ? new Replaced.Stored(stored)
        : new Replaced.Overwrote(stored, Integer.toString(id - 1));
  }

  @Override
  public Stream<Version> history() {
    return whole ? wholeHistory().stream() : former();
  }

  private Stream<Version> former() {
    return Stream.iterate(get(""), Optional::isPresent, version -> before(version.orElseThrow()))
        .limit(FORMER + 1)
        .map(Optional::orElseThrow);
  }

  private Optional<Version> before(Version version) {
    int id = Integer.parseInt(version.id()) - 1;
    return id > 0 ? get(":" + id) : Optional.empty();
  }

  private List<Version> wholeHistory() {
    List<Version> versions = new ArrayList<>();
    @Nullable String token = null;
    do {
      Page page = page(token);
      versions.addAll(page.versions());
      token = page.next();
    } while (token != null);
    Collections.reverse(versions);
    return versions;
  }

  private Page page(@Nullable String token) {
    Said<byte[]> said =
        ssm.call(
            "GetParameterHistory",
            json -> {
              json.writeStringField("Name", uri.name());
              json.writeBooleanField("WithDecryption", true);
              if (token != null) {
                json.writeStringField("NextToken", token);
              }
            },
            NOT_FOUND);
    return switch (said) {
      case Said.Done<byte[]> done -> SsmAnswers.history(done.value());
      case Said.Fault<byte[]> none -> new Page(List.of(), null);
    };
  }
}
