package io.tapevault.aws.vault;

import io.tapevault.alarm.Register;
import io.tapevault.aws.AwsClients;
import io.tapevault.aws.dynamodb.DynamoDbAccounts;
import io.tapevault.aws.dynamodb.DynamoDbCatalogue;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.DynamoDbParking;
import io.tapevault.aws.dynamodb.DynamoDbRegister;
import io.tapevault.aws.dynamodb.DynamoDbTokens;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.aws.s3.S3LargeEvents;
import io.tapevault.aws.s3.S3ObjectStore;
import io.tapevault.aws.s3.S3UploadTickets;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.aws.secrets.AwsSecrets;
import io.tapevault.aws.sqs.SqsIndexQueue;
import io.tapevault.aws.ssm.SsmUri;
import io.tapevault.catalogue.Catalogue;
import io.tapevault.event.EventLog;
import io.tapevault.event.Parking;
import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.forwarding.replay.Replays;
import io.tapevault.forwarding.secrets.SecretStore;
import io.tapevault.hold.Holds;
import io.tapevault.recording.UploadTickets;
import io.tapevault.settings.Retention;
import io.tapevault.settings.Settings;
import io.tapevault.token.Tokens;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// The table and the bucket of a deployment.
public final class AwsVault {

  private static final String EVENTS = "TAPEVAULT_EVENTS_URI";
  private static final String SESSIONS = "TAPEVAULT_SESSIONS_URI";
  private static final String RETENTION = "TAPEVAULT_RETENTION";
  private static final String CONFIG = "TAPEVAULT_CONFIG_URI";
  private static final String REGION = "AWS_REGION";

  /// The environment variables that it reads where something is written.
  public static final Set<String> VARIABLES = Set.of(EVENTS, SESSIONS, RETENTION, CONFIG);

  /// Those of who only reads.
  public static final Set<String> READING = Set.of(EVENTS, SESSIONS);

  /// Those of who reads the settings too.
  public static final Set<String> ANSWERING = Set.of(EVENTS, SESSIONS, CONFIG);

  private final InstantSource clock = InstantSource.system();
  private final SdkHttpClient http = AwsClients.http();
  private final AwsCredentialsProvider credentials;
  private final S3Uri sessions;
  private final Retention retention;
  private final VaultSettings settings;
  private final EventsTable table;
  private final S3LargeEvents large;
  private final DynamoDbEventLog log;

  private AwsVault(
      AwsCredentialsProvider credentials,
      EventsUri events,
      S3Uri sessions,
      VaultSettings settings) {
    this.credentials = credentials;
    this.sessions = sessions;
    this.settings = settings;
    this.retention = new Retention.Current(settings::retention);
    this.table = EventsTable.open(events, credentials, http);
    this.large = new S3LargeEvents(sessions, credentials, http, clock);
    this.log = new DynamoDbEventLog(table, large, retention, clock);
  }

  /// Names every variable that is missing at once in an [IllegalArgumentException].
  public static AwsVault from(Map<String, String> env) {
    Settings variables = Settings.from(env, VARIABLES);
    AwsCredentialsProvider credentials = AwsClients.credentials(env);
    VaultSettings settings =
        VaultSettings.in(
            SsmUri.parse(URI.create(variables.get(CONFIG)), env.get(REGION)),
            Retention.parse(variables.get(RETENTION)),
            credentials,
            InstantSource.system());
    return of(variables, env, credentials, settings);
  }

  /// For who only reads.
  public static AwsVault reading(Map<String, String> env) {
    return of(
        Settings.from(env, READING),
        env,
        AwsClients.credentials(env),
        VaultSettings.fixed(Retention.DEFAULT));
  }

  /// For who only reads, and has to know what the settings say.
  public static AwsVault answering(Map<String, String> env) {
    Settings variables = Settings.from(env, ANSWERING);
    AwsCredentialsProvider credentials = AwsClients.credentials(env);
    SsmUri config = SsmUri.parse(URI.create(variables.get(CONFIG)), env.get(REGION));
    return of(
        variables,
        env,
        credentials,
        VaultSettings.in(config, Retention.DEFAULT, credentials, InstantSource.system()));
  }

  /// One whose table and bucket are at `nowhere`, on this machine: for a rehearsal.
  public static AwsVault rehearsal(URI nowhere) {
    String there = "?region=us-east-1&insecure=true&endpoint=" + nowhere.getAuthority();
    return new AwsVault(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing")),
        EventsUri.parse(URI.create("dynamodb://priming" + there), null),
        S3Uri.parse(URI.create("s3://priming" + there), null),
        VaultSettings.fixed(Retention.DEFAULT));
  }

  private static AwsVault of(
      Settings variables,
      Map<String, String> env,
      AwsCredentialsProvider credentials,
      VaultSettings settings) {
    String region = env.get(REGION);
    return new AwsVault(
        credentials,
        EventsUri.parse(URI.create(variables.get(EVENTS)), region),
        S3Uri.parse(URI.create(variables.get(SESSIONS)), region),
        settings);
  }

  public InstantSource clock() {
    return clock;
  }

  /// What may change while the function lives.
  public VaultSettings settings() {
    return settings;
  }

  public EventLog log() {
    return log;
  }

  /// Those that the log heeds.
  public Holds holds() {
    return log.holds();
  }

  /// Secrets that settings only name.
  public SecretStore secrets() {
    return new AwsSecrets(credentials, clock, null);
  }

  public Parking parking() {
    return new DynamoDbParking(table, large, retention, clock);
  }

  public Accounts accounts() {
    return new DynamoDbAccounts(table, retention, clock)
        .from(sink -> Replays.begin(register(), sink));
  }

  public Catalogue catalogue() {
    return new DynamoDbCatalogue(table, clock, retention);
  }

  public Register register() {
    return new DynamoDbRegister(table, clock);
  }

  public Tokens tokens() {
    return new DynamoDbTokens(table);
  }

  public UploadTickets tickets() {
    return S3UploadTickets.open(sessions, credentials, http, clock);
  }

  /// Where recordings are put that are to be looked through, by the URL of the queue.
  public SqsIndexQueue indexQueue(String url) {
    return new SqsIndexQueue(url, sessions.endpoint().region(), credentials, http, clock);
  }

  public S3LargeEvents large() {
    return large;
  }

  /// Needs the SDK's S3 module, which not every package has.
  public S3ObjectStore store() {
    return S3ObjectStore.open(sessions, credentials, http, clock);
  }

  /// Makes one call that changes nothing; see [EventsTable#warmUp].
  public void warmUp() {
    table.warmUp();
  }
}
