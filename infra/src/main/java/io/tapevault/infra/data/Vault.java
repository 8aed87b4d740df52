package io.tapevault.infra.data;

import io.tapevault.infra.settings.Settings;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableAttributes;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/// What is kept, as the functions meet it: they know it by the names that the [DataStack] wrote
/// down, and look them up with every deployment. An export would hold the one stack to the other: a
/// table that was restored, and is a new one, could not take the place of the old one.
public final class Vault extends Construct {

  /// Where in our own bucket the recordings are.
  static final String RECORDINGS = "recordings/";

  private final Settings settings;
  private final IKey key;
  private final ITable table;
  private final IBucket bucket;
  private final IBucket failures;

  public Vault(Construct scope, Settings settings) {
    super(scope, "Vault");
    this.settings = settings;
    key = Key.fromKeyArn(this, "Key", name(settings, Name.KEY));
    table =
        Table.fromTableAttributes(
            this,
            "Table",
            TableAttributes.builder()
                .tableName(name(settings, Name.TABLE))
                .tableStreamArn(name(settings, Name.STREAM))
                .build());
    bucket = Bucket.fromBucketName(this, "Bucket", name(settings, Name.BUCKET));
    failures = Bucket.fromBucketName(this, "Failures", name(settings, Name.FAILURES));
  }

  private String name(Settings settings, Name name) {
    CfnParameter parameter =
        CfnParameter.Builder.create(this, name + "Parameter")
            .type("AWS::SSM::Parameter::Value<String>")
            .defaultValue(name.parameter(settings.dataStackName()))
            .description(name.words())
            .build();
    parameter.overrideLogicalId(name.word());
    return parameter.getValueAsString();
  }

  public IKey key() {
    return key;
  }

  /// With which something is encrypted: ours, and those of what was adopted.
  List<String> keys() {
    return Stream.concat(Stream.of(key.getKeyArn()), settings.adoptedKeys().stream()).toList();
  }

  /// Where in the bucket the recordings are, with a slash at its end.
  public String recordings() {
    return settings.adoptedBucket() == null ? RECORDINGS : settings.adoptedPath() + "/";
  }

  public ITable table() {
    return table;
  }

  public IBucket bucket() {
    return bucket;
  }

  /// Where Lambda puts what a function gave up on.
  public IBucket failures() {
    return failures;
  }

  public String eventsUri() {
    return "dynamodb://" + table.getTableName() + "?region=" + Stack.of(this).getRegion();
  }

  public String sessionsUri() {
    String folder = recordings().substring(0, recordings().length() - 1);
    // What is adopted is encrypted as its owner has it.
    return settings.adoptedBucket() == null
        ? uri(bucket, folder)
        : plain(bucket, folder) + "&disablesse=true";
  }

  /// The parameter with the settings. The stack does not make it: a deployment must not overwrite
  /// what somebody has put there, and CloudFormation makes none that is encrypted.
  public String configName() {
    return "/tapevault/" + Stack.of(this).getStackName();
  }

  String configArn() {
    return Stack.of(this)
        .formatArn(
            ArnComponents.builder()
                .service("ssm")
                .resource("parameter")
                .resourceName(configName().substring(1))
                .build());
  }

  public String configUri() {
    return "ssm://" + configName() + "?region=" + Stack.of(this).getRegion();
  }

  /// Where notices lie that a queue may not be given.
  public String unsentUri() {
    return uri(failures, "notices");
  }

  private String uri(IBucket place, String path) {
    return plain(place, path) + "&sse_kms_key=" + key.getKeyArn();
  }

  private String plain(IBucket place, String path) {
    return "s3://" + place.getBucketName() + "/" + path + "?region=" + Stack.of(this).getRegion();
  }
}
