package io.tapevault.aws.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.aws.AwsErrors;
import io.tapevault.aws.json.SignedCall;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.AwsEndpoint;
import io.tapevault.settings.UriOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// A deployment, by the name of its stack: `aws:NAME?region=…&endpoint=…`, with the options of
/// other URIs. Its outputs say which parameter holds the settings, and which key encrypts them.
public record DeployedStack(String name, AwsEndpoint endpoint) {

  private static final String SCHEME = "aws:";
  private static final String PERMISSION = "cloudformation:DescribeStacks";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 4 << 20;
  // CloudFormation's rule for names.
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,127}");
  private static final Pattern OUTPUTS =
      Pattern.compile("<Outputs>(.*?)</Outputs>", Pattern.DOTALL);
  private static final Pattern MEMBER = Pattern.compile("<member>(.*?)</member>", Pattern.DOTALL);

  /// `region` holds where the text names none. Names every fault at once in an
  /// [IllegalArgumentException].
  public static DeployedStack parse(String text, @Nullable String region) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("expected aws:STACK, with the name of a stack");
    }
    URI uri;
    try {
      uri = URI.create("aws:///" + text.substring(SCHEME.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected aws:STACK, with the name of a stack", e);
    }
    UriOptions options = UriOptions.of(uri);
    String name = uri.getPath().substring(1);
    if (!NAME.matcher(name).matches()) {
      options.fault("'" + name + "' is no name of a stack");
    }
    AwsEndpoint endpoint = AwsEndpoint.from(options, region);
    options.check();
    return new DeployedStack(name, endpoint);
  }

  /// Where the settings are. Asks CloudFormation; throws an [IllegalStateException] that says what
  /// to do where there is no such stack, or it is none of ours.
  public SsmUri config(
      AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    Map<String, String> outputs = outputs(credentials, http, clock);
    return new SsmUri(output(outputs, "ConfigParameter"), endpoint, outputs.get("KeyArn"));
  }

  /// Where its API is, in the same way.
  public String api(AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    return output(outputs(credentials, http, clock), "ApiUrl");
  }

  /// All that it says of itself, in the same way.
  public Map<String, String> outputs(
      AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    return outputs(described(credentials, http, clock));
  }

  private String output(Map<String, String> outputs, String output) {
    String value = outputs.getOrDefault(output, "");
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "the stack " + name + " has no output " + output + ": it is none of Tapevault's");
    }
    return value;
  }

  private String described(
      AwsCredentialsProvider credentials, SdkHttpClient http, InstantSource clock) {
    SignedCall call = new SignedCall("cloudformation", endpoint.region(), credentials, http, clock);
    String form =
        "Action=DescribeStacks&Version=2010-05-15&StackName=" + URLEncoder.encode(name, UTF_8);
    try {
      return call.post(
          address(),
          Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
          form.getBytes(UTF_8),
          PATIENCE,
          (status, body) -> answer(status, new String(SignedCall.all(body, MOST_BYTES), UTF_8)));
    } catch (SdkException e) {
      // There are no credentials.
      throw AwsErrors.translated(PERMISSION, "the stack " + name, e);
    } catch (IOException e) {
      throw new Unavailable(PERMISSION + " on the stack " + name + ": " + e.getMessage(), e);
    }
  }

  private String answer(int status, String said) {
    if (status == 200) {
      return said;
    }
    throw AwsErrors.translated(
        PERMISSION,
        "the stack " + name,
        new AwsErrors.Answer(
            status, text(said, "Code").orElse(""), text(said, "Message").orElse("")));
  }

  private URI address() {
    return address("cloudformation");
  }

  /// Of another service, where the stack is.
  public URI address(String service) {
    if (endpoint.address() != null) {
      return endpoint.address().resolve("/");
    }
    String suffix = PartitionMetadata.of(Region.of(endpoint.region())).dnsSuffix();
    String host = service + (endpoint.fips() ? "-fips." : ".") + endpoint.region() + "." + suffix;
    return URI.create("https://" + host + "/");
  }

  static Map<String, String> outputs(String xml) {
    Map<String, String> outputs = new TreeMap<>();
    Matcher all = OUTPUTS.matcher(xml);
    if (all.find()) {
      MEMBER
          .matcher(all.group(1))
          .results()
          .map(member -> member.group(1))
          .forEach(member ->
              text(member, "OutputKey")
                  .ifPresent(key -> outputs.put(key, text(member, "OutputValue").orElse(""))));
    }
    return outputs;
  }

  private static Optional<String> text(String xml, String element) {
    Matcher found = Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(xml);
    return found.find()
        ? Optional.of(
            found
                .group(1)
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&"))
        : Optional.empty();
  }
}
