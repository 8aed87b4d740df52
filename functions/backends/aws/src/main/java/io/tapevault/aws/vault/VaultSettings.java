package io.tapevault.aws.vault;

import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.aws.ssm.SsmConfiguration;
import io.tapevault.aws.ssm.SsmUri;
import io.tapevault.configuration.ConfigReader;
import io.tapevault.configuration.InForce;
import io.tapevault.configuration.VaultConfig;
import io.tapevault.event.EventLog;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Retention;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// The settings of a function, which it asks for on the way of its work: at most every 30 seconds,
/// for 2 seconds at most. A thread of its own would stand still between two calls of the function.
public final class VaultSettings {

  private static final System.Logger LOG = System.getLogger(VaultSettings.class.getName());

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final InForce settings;
  private final Retention deployed;
  private final InstantSource clock;
  private Instant looked;

  private VaultSettings(InForce settings, Retention deployed, InstantSource clock) {
    this.settings = settings;
    this.deployed = deployed;
    this.clock = clock;
    this.looked = clock.instant();
  }

  /// Those of a document; what it leaves out is as it was deployed.
  static VaultSettings in(
      SsmUri config, Retention deployed, AwsCredentialsProvider credentials, InstantSource clock) {
    return new VaultSettings(
        InForce.load(
            SsmConfiguration.reading(config, credentials, clock),
            new ConfigReader(new OnAws()),
            SsmConfiguration.AT_DEPLOYMENT,
            what -> LOG.log(System.Logger.Level.WARNING, what)),
        deployed,
        clock);
  }

  /// Settings that never change.
  static VaultSettings fixed(Retention deployed) {
    return new VaultSettings(InForce.fixed(VaultConfig.DEFAULT), deployed, InstantSource.system());
  }

  public InForce inForce() {
    return settings;
  }

  /// Takes up what is new, if 30 seconds have passed; every change is an event of this log.
  public synchronized void look(EventLog log) {
    if (due()) {
      settings.look(log);
    }
  }

  /// As `look`, where another function tells of changes.
  public synchronized void look() {
    if (due()) {
      settings.lookSilently();
    }
  }

  // By the time of day: a function that was put to sleep does not count the seconds.
  private boolean due() {
    Instant now = clock.instant();
    boolean due = Duration.between(looked, now).abs().compareTo(BETWEEN_LOOKS) >= 0;
    if (due) {
      looked = now;
    }
    return due;
  }

  Retention retention() {
    return settings.now().config().storage().ofEvents(deployed);
  }

  /// For how long recordings stay.
  public Retention ofRecordings() {
    return settings.now().config().storage().kept().recordings();
  }

  /// Whether a SIEM of this name gets nothing for now.
  public boolean pauses(String siem) {
    return settings.now().config().siems().stream()
        .anyMatch(one -> one.paused() && one.spec().name().equals(siem));
  }

  /// The addresses of SIEMs come from the deployment, and nothing is sent to those of a document.
  private static final class OnAws implements ConfigReader.Place {
    @Override
    public void events(String uri) {
      parsed(uri, "is no dynamodb://table?options, which it is on AWS", EventsUri::parse);
    }

    @Override
    public void recordings(String uri) {
      parsed(uri, "is no s3://bucket/path?options, which it is on AWS", S3Uri::parse);
    }

    @Override
    public void siem(SinkSpec siem) {}

    private interface Parser {
      Object parse(URI uri, @Nullable String region);
    }

    private static void parsed(String uri, String instead, Parser parser) {
      try {
        Object _ = parser.parse(URI.create(uri), "us-east-1");
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(instead, e);
      }
    }
  }
}
