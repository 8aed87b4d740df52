package io.tapevault.infra.settings;

import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Durations;
import io.tapevault.settings.Retention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.TableClass;
import software.constructs.Node;

/// What a deployment has chosen. A name that is null is left to CloudFormation.
public record Settings(
    Map<Choice, String> texts, Map<Choice, List<String>> lists, List<SinkSpec> siems) {

  static final String STAGE = Choice.STAGE.key();
  static final String RETENTION = Choice.RETENTION.key();
  public static final String SIEMS = Choice.SIEMS.key();
  public static final String BUCKET_NAME = Choice.BUCKET_NAME.key();
  public static final String TABLE_NAME = Choice.TABLE_NAME.key();
  public static final String API_LOG_ROLE = Choice.API_LOG_ROLE.key();
  public static final String TELEPORT_ROLE = Choice.TELEPORT_ROLE.key();
  public static final String ALARM_TOPIC = Choice.ALARM_TOPIC.key();
  public static final String ORIGINALS_ROLES = Choice.ORIGINALS_ROLES.key();
  public static final String OBJECT_LOCK = Choice.OBJECT_LOCK.key();

  public Settings {
    texts = Map.copyOf(texts);
    lists = Map.copyOf(lists);
    siems = List.copyOf(siems);
  }

  /// Of the file, where there is one, and of the context, which comes before it. Refuses what
  /// cannot be, naming every fault at once.
  public static Settings from(Path file, Node node) {
    Map<?, ?> context = node.getAllContext() instanceof Map<?, ?> map ? map : Map.of();
    try {
      return Choices.read(Files.readAllBytes(file), context);
    } catch (NoSuchFileException none) {
      return from(context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Settings from(Map<?, ?> context) {
    return Choices.read(new byte[0], context);
  }

  /// Of the functions, which is what people name: `aws:Tapevault-prod`.
  public String stackName() {
    return ofStage("Tapevault");
  }

  public String dataStackName() {
    return ofStage("TapevaultData");
  }

  private String ofStage(String name) {
    String stage = texts.get(Choice.STAGE);
    return stage == null ? name : name + "-" + stage;
  }

  /// For a trial: what is kept goes with its stack.
  public boolean ephemeral() {
    return flag(Choice.EPHEMERAL);
  }

  /// What becomes of evidence when its stack goes.
  public RemovalPolicy removal() {
    return ephemeral() ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
  }

  public String retention() {
    return texts.getOrDefault(Choice.RETENTION, "365d");
  }

  /// What costs less for as long as events stay: most of what a vault costs is that they are there.
  public TableClass tableClass() {
    return Retention.parse(retention()) instanceof Retention.For(Duration kept)
            && kept.toDays() < Retention.SELDOM_READ_DAYS
        ? TableClass.STANDARD
        : TableClass.STANDARD_INFREQUENT_ACCESS;
  }

  public @Nullable String bucketName() {
    return texts.get(Choice.BUCKET_NAME);
  }

  public @Nullable String tableName() {
    return texts.get(Choice.TABLE_NAME);
  }

  /// The ARN of the stream of a table that somebody else made.
  public @Nullable String adoptedTable() {
    return texts.get(Choice.ADOPT_TABLE);
  }

  /// The name of a bucket that somebody else made.
  public @Nullable String adoptedBucket() {
    return texts.get(Choice.ADOPT_BUCKET);
  }

  /// Where in that bucket the recordings are.
  public String adoptedPath() {
    return texts.getOrDefault(Choice.ADOPT_PATH, "recordings");
  }

  /// The ARN of the key that encrypts what is made.
  public @Nullable String key() {
    return texts.get(Choice.KEY);
  }

  /// With which what is adopted is encrypted.
  public List<String> adoptedKeys() {
    return list(Choice.ADOPT_KEYS);
  }

  public boolean apiLogRole() {
    return flag(Choice.API_LOG_ROLE);
  }

  public @Nullable String teleportRole() {
    return texts.get(Choice.TELEPORT_ROLE);
  }

  /// S3 counts in days.
  public int longestSessionDays() {
    return Math.toIntExact(
        Durations.parse(texts.getOrDefault(Choice.LONGEST_SESSION, "30d")).toDays());
  }

  public @Nullable String alarmTopic() {
    return texts.get(Choice.ALARM_TOPIC);
  }

  public List<String> originalsRoles() {
    return list(Choice.ORIGINALS_ROLES);
  }

  public @Nullable ObjectLock objectLock() {
    String given = texts.get(Choice.OBJECT_LOCK);
    return given == null ? null : ObjectLock.parse(given);
  }

  public @Nullable String permissionsBoundary() {
    return texts.get(Choice.PERMISSIONS_BOUNDARY);
  }

  /// Of the bootstrap.
  public @Nullable String qualifier() {
    return texts.get(Choice.QUALIFIER);
  }

  /// Each `name=value`.
  public List<String> tags() {
    return list(Choice.TAGS);
  }

  /// Through which alone the API is reached; where there is none, it is a public one.
  public List<String> vpcEndpoints() {
    return list(Choice.VPC_ENDPOINTS);
  }

  public @Nullable String webAcl() {
    return texts.get(Choice.WEB_ACL);
  }

  /// That asks who calls for a certificate.
  public @Nullable String mtlsDomain() {
    return texts.get(Choice.MTLS_DOMAIN);
  }

  /// Where there is such a domain.
  public String mtlsCertificate() {
    return texts.getOrDefault(Choice.MTLS_CERTIFICATE, "");
  }

  public String mtlsTruststore() {
    return texts.getOrDefault(Choice.MTLS_TRUSTSTORE, "");
  }

  /// Whether a trail tells who reached for table and bucket past the API.
  public boolean cloudtrail() {
    return flag(Choice.CLOUDTRAIL);
  }

  /// Whether a new version of what is behind the API is tried with a few calls first.
  public boolean canary() {
    return flag(Choice.CANARY);
  }

  /// Whether functions begin from a picture of one that has begun: not every region has it.
  public boolean snapStart() {
    return !"false".equals(texts.get(Choice.SNAP_START));
  }

  /// Whether functions are container images with an AOT cache, and no zips with SnapStart.
  public boolean images() {
    return flag(Choice.IMAGES);
  }

  /// In USD a month; who is told is [#alarmTopic].
  public @Nullable String budget() {
    return texts.get(Choice.BUDGET);
  }

  /// The ARN of the bucket of another account that has a copy.
  public @Nullable String replicateTo() {
    return texts.get(Choice.REPLICATE_TO);
  }

  /// With which the copy is encrypted, where there is one.
  public String replicateKey() {
    return texts.getOrDefault(Choice.REPLICATE_KEY, "");
  }

  public boolean dashboard() {
    return flag(Choice.DASHBOARD);
  }

  /// With commas between them, in the order in which their queues are told.
  public String sinkNames() {
    return String.join(",", siems.stream().map(SinkSpec::name).toList());
  }

  /// Where each begins, in the same order.
  public String sinkBegins() {
    return String.join(",", siems.stream().map(siem -> siem.begin().word()).toList());
  }

  private boolean flag(Choice choice) {
    return "true".equals(texts.get(choice));
  }

  private List<String> list(Choice choice) {
    return lists.getOrDefault(choice, List.of());
  }
}
