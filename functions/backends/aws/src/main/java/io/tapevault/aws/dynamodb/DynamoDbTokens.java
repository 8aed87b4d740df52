package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_INDEX;
import static io.tapevault.aws.dynamodb.item.Attributes.NAME;
import static io.tapevault.aws.dynamodb.item.Attributes.SESSION_ID;
import static io.tapevault.settings.Layout.REVOKED_AT;
import static io.tapevault.settings.Layout.REVOKED_BY;
import static io.tapevault.settings.Layout.SECRET_DIGEST;
import static io.tapevault.settings.Layout.USED_AT;

import io.tapevault.aws.dynamodb.item.Attributes;
import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.settings.Layout;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.IssuedToken.Revocation;
import io.tapevault.token.Scope;
import io.tapevault.token.Tokens;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The tokens in the events' own table, in one partition: without a type and a date, so that no
/// search, no stream filter and no Teleport meets them; and without `Expires`, by which DynamoDB
/// would delete them. Who revokes one, or notes its use, needs no right to any other attribute.
public final class DynamoDbTokens implements Tokens {

  // Above every index that an event may have: one of a session with this name is none of ours.
  private static final BigInteger BASE = BigInteger.ONE.shiftLeft(120);
  private static final String TOKEN = "TokenId";
  private static final String SCOPES = "Scopes";
  private static final String MADE_BY = "MadeBy";
  private static final String MADE_AT = "MadeAt";
  private static final String ENDS_AT = "EndsAt";

  private final EventsTable table;

  public DynamoDbTokens(EventsTable table) {
    this.table = table;
  }

  @Override
  public boolean create(IssuedToken token) {
    Map<String, AttributeValue> item = new HashMap<>(key(token.id()));
    Grant grant = token.grant();
    item.put(TOKEN, AttributeValue.fromS(token.id()));
    item.put(SECRET_DIGEST, AttributeValue.fromS(token.digest()));
    item.put(NAME, AttributeValue.fromS(grant.name()));
    item.put(SCOPES, AttributeValue.fromS(Scope.text(grant.scopes())));
    item.put(MADE_BY, AttributeValue.fromS(grant.by()));
    item.put(MADE_AT, millis(grant.at()));
    if (grant.expires() != null) {
      item.put(ENDS_AT, millis(grant.expires()));
    }
    return table
        .put(item)
        .map(there ->
            Attributes.text(there, SECRET_DIGEST)
                .filter(digest -> digest.equals(token.digest()))
                .isPresent())
        .orElse(true);
  }

  @Override
  public Optional<IssuedToken> find(String id) {
    return read(" = :index", index(id), 1).stream().findFirst();
  }

  @Override
  public Optional<IssuedToken> revoke(String id, Revocation revocation) {
    boolean _ =
        table.update(update ->
            update
                .key(key(id))
                .updateExpression("SET %s = :by, %s = :at".formatted(REVOKED_BY, REVOKED_AT))
                .conditionExpression(
                    "attribute_exists(%s) AND attribute_not_exists(%s)"
                        .formatted(SESSION_ID, REVOKED_AT))
                .expressionAttributeValues(
                    Map.of(
                        ":by", AttributeValue.fromS(revocation.by()),
                        ":at", millis(revocation.at()))));
    return find(id);
  }

  @Override
  public List<IssuedToken> list(String after, int most) {
    AttributeValue behind =
        after.isEmpty()
            ? AttributeValue.fromN(BASE.subtract(BigInteger.ONE).toString())
            : index(after);
    return read(" > :index", behind, most);
  }

  @Override
  public void used(String id, Instant at) {
    boolean _ =
        table.update(update ->
            update
                .key(key(id))
                .updateExpression("SET %s = :at".formatted(USED_AT))
                .conditionExpression(
                    "attribute_exists(%1$s) AND (attribute_not_exists(%2$s) OR %2$s <= :before)"
                        .formatted(SESSION_ID, USED_AT))
                .expressionAttributeValues(
                    Map.of(":at", millis(at), ":before", millis(at.minus(IssuedToken.NOTED)))));
  }

  private List<IssuedToken> read(String which, AttributeValue index, int most) {
    List<IssuedToken> tokens = new ArrayList<>();
    table.query(
        query ->
            query
                .keyConditionExpression(SESSION_ID + " = :tokens AND " + EVENT_INDEX + which)
                .filterExpression("attribute_exists(" + SECRET_DIGEST + ")")
                .expressionAttributeValues(
                    Map.of(":tokens", AttributeValue.fromS(Layout.TOKENS), ":index", index))
                .limit(most)
                .consistentRead(true),
        page -> {
          page.items().stream()
              .limit(most - tokens.size())
              .forEach(item -> tokens.add(token(item)));
          return tokens.size() < most;
        });
    return tokens;
  }

  private static IssuedToken token(Map<String, AttributeValue> item) {
    return new IssuedToken(
        text(item, TOKEN),
        text(item, SECRET_DIGEST),
        new Grant(
            text(item, NAME),
            Scope.ofText(text(item, SCOPES)),
            text(item, MADE_BY),
            Instant.ofEpochMilli(Attributes.number(item, MADE_AT).orElseThrow()),
            time(item, ENDS_AT)),
        Attributes.number(item, REVOKED_AT)
            .map(at -> new Revocation(text(item, REVOKED_BY), Instant.ofEpochMilli(at)))
            .orElse(null),
        time(item, USED_AT));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Attributes.text(item, name).orElseThrow();
  }

  private static @Nullable Instant time(Map<String, AttributeValue> item, String name) {
    return Attributes.number(item, name).map(Instant::ofEpochMilli).orElse(null);
  }

  private static AttributeValue millis(Instant at) {
    return EventItem.number(at.toEpochMilli());
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of(SESSION_ID, AttributeValue.fromS(Layout.TOKENS), EVENT_INDEX, index(id));
  }

  private static AttributeValue index(String id) {
    return AttributeValue.fromN(BASE.or(new BigInteger(id, 16)).toString());
  }
}
