package io.tapevault.aws.dynamodb.table;

import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT;
import static io.tapevault.aws.dynamodb.item.Attributes.CREATED_AT_DATE;
import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.EXPIRES;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;

import io.tapevault.aws.AwsErrors;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.Layout;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// Makes the table with the keys and the index that Teleport has, paid by request, with a stream of
/// what is put and `Expires` as its time to live. Any number of processes may do so at once.
public final class TableCreation {

  public static final String INDEX = Layout.BY_DAY;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(250);

  private final DynamoDbClient client;
  private final String table;

  TableCreation(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// Returns when the table can be used.
  void createWhenMissing() {
    try {
      create();
      awaitActive();
      switchTimeToLiveOn();
    } catch (SdkException e) {
      throw AwsErrors.translated(
          "dynamodb:CreateTable", "the table " + table + ", which does not exist", e);
    }
  }

  private void create() {
    try {
      client.createTable(request(table));
    } catch (ResourceInUseException madeByAnother) {
      // Then we wait for it all the same.
    }
  }

  public static CreateTableRequest request(String table) {
    return CreateTableRequest.builder()
        .tableName(table)
        .attributeDefinitions(
            attribute(SESSION_ID, ScalarAttributeType.S),
            attribute(EVENT_INDEX, ScalarAttributeType.N),
            attribute(CREATED_AT_DATE, ScalarAttributeType.S),
            attribute(CREATED_AT, ScalarAttributeType.N))
        .keySchema(key(SESSION_ID, KeyType.HASH), key(EVENT_INDEX, KeyType.RANGE))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(INDEX)
                .keySchema(key(CREATED_AT_DATE, KeyType.HASH), key(CREATED_AT, KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .streamSpecification(
            stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE))
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private void awaitActive() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!active()) {
      if (System.nanoTime() > end) {
        throw new Unavailable("the table " + table + " is still being made");
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Unavailable("interrupted while the table " + table + " was being made", e);
      }
    }
  }

  private boolean active() {
    try {
      TableDescription description =
          client.describeTable(describe -> describe.tableName(table)).table();
      return description.tableStatus() == TableStatus.ACTIVE
          && description.globalSecondaryIndexes().stream()
              .allMatch(index -> index.indexStatus() == IndexStatus.ACTIVE);
    } catch (ResourceNotFoundException notYet) {
      return false;
    }
  }

  private void switchTimeToLiveOn() {
    if (timeToLiveIsOn()) {
      return;
    }
    try {
      client.updateTimeToLive(update ->
          update
              .tableName(table)
              .timeToLiveSpecification(live -> live.attributeName(EXPIRES).enabled(true)));
    } catch (SdkException e) {
      if (!timeToLiveIsOn()) {
        throw e;
      }
    }
  }

  private boolean timeToLiveIsOn() {
    TimeToLiveStatus status =
        client
            .describeTimeToLive(describe -> describe.tableName(table))
            .timeToLiveDescription()
            .timeToLiveStatus();
    return status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING;
  }
}
