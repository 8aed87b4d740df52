package io.tapevault.packages;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.tapevault.aws.AwsClients;
import io.tapevault.aws.dynamodb.DynamoDbEventLog;
import io.tapevault.aws.dynamodb.DynamoDbLocal;
import io.tapevault.aws.dynamodb.DynamoDbParking;
import io.tapevault.aws.dynamodb.DynamoDbTokens;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.EventsUri;
import io.tapevault.aws.s3.S3LargeEvents;
import io.tapevault.aws.s3.S3Local;
import io.tapevault.aws.s3.S3UploadTickets;
import io.tapevault.aws.s3.S3Uri;
import io.tapevault.event.EventLog;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Parking;
import io.tapevault.event.StoredEvent;
import io.tapevault.recording.SessionId;
import io.tapevault.recording.UploadTickets;
import io.tapevault.recording.UploadTickets.Announced.InOnePut;
import io.tapevault.recording.UploadTickets.Ticket;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.settings.Retention;
import io.tapevault.token.Tokens;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// What the functions find in place of AWS: an empty DynamoDB without any table, an S3 with an
/// empty bucket; and the functions that run on them.
public final class Aws implements AutoCloseable {

  public static final String TABLE = "tapevault-events";
  static final String BUCKET = "tapevault-bucket";
  static final Retention RETENTION = Retention.parse("90d");

  private final DynamoDbLocal dynamo;
  private final S3Local s3;
  private final SdkHttpClient http = AwsClients.newHttp();
  private final List<FunctionProcess> functions = new ArrayList<>();

  private Aws(DynamoDbLocal dynamo, S3Local s3) {
    this.dynamo = dynamo;
    this.s3 = s3;
  }

  public static Aws start() throws Exception {
    DynamoDbLocal.useAnyCredentials();
    Aws aws = new Aws(DynamoDbLocal.start(), S3Local.start());
    aws.s3.createBucket(BUCKET);
    return aws;
  }

  /// A function that goes with all of this; `more` are variables of its own.
  FunctionProcess function(Class<? extends RequestStreamHandler> handler, Map<String, String> more)
      throws IOException {
    Map<String, String> variables = new HashMap<>(variables());
    variables.putAll(more);
    FunctionProcess function = FunctionProcess.start(handler, variables);
    functions.add(function);
    return function;
  }

  /// The variables of a function that has a role here.
  public Map<String, String> variables() {
    AwsCredentials role = s3.credentials().resolveCredentials();
    return Map.of(
        "AWS_ACCESS_KEY_ID", role.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", role.secretAccessKey(),
        "TAPEVAULT_EVENTS_URI", dynamo.eventsUri(TABLE),
        "TAPEVAULT_SESSIONS_URI", sessionsUri(),
        "TAPEVAULT_RETENTION", "90d",
        "TAPEVAULT_INDEX_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/0/index",
        // Nobody is there: what the deployment says holds.
        "TAPEVAULT_CONFIG_URI", "ssm:///tapevault/config?endpoint=http://127.0.0.1:1");
  }

  // S3Proxy has no encryption. The path is the one that is deployed.
  private String sessionsUri() {
    return s3.uri(BUCKET).toString().replace("?", "/recordings?");
  }

  /// Where its DynamoDB is.
  public URI dynamoEndpoint() {
    return dynamo.endpoint();
  }

  DynamoDbClient dynamo() {
    return DynamoDbClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(dynamo.endpoint())
        .build();
  }

  DynamoDbStreamsClient streams() {
    return DynamoDbStreamsClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(dynamo.endpoint())
        .build();
  }

  public EventLog log() {
    return new DynamoDbEventLog(table(), large(), RETENTION, InstantSource.system());
  }

  public Tokens tokens() {
    return new DynamoDbTokens(table());
  }

  Parking parking() {
    return new DynamoDbParking(table(), large(), RETENTION, InstantSource.system());
  }

  private EventsTable table() {
    return EventsTable.open(EventsUri.parse(URI.create(dynamo.eventsUri(TABLE)), null));
  }

  private S3LargeEvents large() {
    return new S3LargeEvents(uri(), credentials(), http, InstantSource.system());
  }

  private S3Uri uri() {
    return S3Uri.parse(URI.create(sessionsUri()), null);
  }

  private AwsCredentialsProvider credentials() {
    return s3.credentials();
  }

  /// All that the table has of a session, in order.
  List<StoredEvent> session(String sid) {
    return log().session(sid, Order.ASCENDING, null, 1000).events();
  }

  /// Where a recording can be put.
  Ticket ticket(String sid, byte[] recording) {
    SessionId session = SessionId.parse(sid).orElseThrow();
    Upload upload = new Upload(session, recording.length, sha256(recording));
    try (SdkHttpClient http = AwsClients.newHttp()) {
      UploadTickets tickets =
          S3UploadTickets.open(uri(), credentials(), http, InstantSource.system());
      if (tickets.announce(upload, null) instanceof InOnePut(Ticket ticket)) {
        return ticket;
      }
    }
    throw new AssertionError("no ticket for " + sid);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  byte[] recording(String sid) throws IOException {
    return s3.bytes(BUCKET, "recordings/" + sid + ".tar");
  }

  /// The names of all objects in the bucket.
  List<String> objects() throws IOException {
    return s3.keys(BUCKET);
  }

  @Override
  public void close() throws IOException {
    functions.forEach(FunctionProcess::close);
    http.close();
    dynamo.close();
    s3.close();
  }
}
