package io.tapevault.siem.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.contract.EventSinkContract;
import io.tapevault.testkit.contract.Events;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// What all three services have in common, against stand-ins that are made of AWS's documentation.
abstract class AwsSinkTest extends EventSinkContract {

  static final Duration LONG = Duration.ofSeconds(30);
  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
  private static final Pattern DATA = Pattern.compile("\"Data\":\"([^\"]+)\"");

  static EventSink sink(SinkType type, String arn, URI endpoint, Duration patience) {
    SinkSpec spec =
        new SinkSpec(
            "soc",
            type,
            Map.of(SinkSpec.ADDRESS, arn, AwsSink.ENDPOINT, endpoint.toString()),
            null);
    return AwsSink.open(
        spec,
        new AwsSigner(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
            "eu-west-1",
            Entries.of(spec).service(),
            InstantSource.fixed(Events.NOON)),
        new Timeouts(patience, patience, Duration.ofMillis(200)));
  }

  /// The events in a request, whether they are written as they are, as texts or as Base64.
  static List<String> keys(Request request) {
    String data =
        DATA.matcher(request.body())
            .results()
            .map(one -> new String(Base64.getDecoder().decode(one.group(1)), UTF_8))
            .collect(Collectors.joining());
    String all = data.isEmpty() ? request.body().replace("\\\"", "\"") : data;
    return UID.matcher(all).results().map(one -> one.group(1)).toList();
  }

  @Override
  protected List<String> uids(Request request) {
    return keys(request);
  }

  /// Answers for as many entries as were sent.
  static Answer each(String before, String entry, String after) {
    return (request, connection) ->
        Answer.saying(
                200,
                IntStream.range(0, keys(request).size())
                    .mapToObj(i -> entry.replace("#", "" + i))
                    .collect(Collectors.joining(",", before, after)))
            .to(request, connection);
  }

  static List<Outgoing> five() {
    return IntStream.range(0, 5)
        .mapToObj(i -> outgoing(Events.event("{\"event\":\"x\",\"uid\":\"e" + i + "\"}")))
        .toList();
  }
}
