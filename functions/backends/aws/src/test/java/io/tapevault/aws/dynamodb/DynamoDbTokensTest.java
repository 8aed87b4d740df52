package io.tapevault.aws.dynamodb;

import static io.tapevault.testkit.contract.Events.NOON;
import static io.tapevault.testkit.contract.Events.command;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.event.Appended;
import io.tapevault.event.EventPage;
import io.tapevault.event.EventQuery.Order;
import io.tapevault.event.Unavailable;
import io.tapevault.settings.Layout;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.TokensContract;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import io.tapevault.token.Tokens;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@OnDynamoDb
final class DynamoDbTokensTest extends TokensContract {

  private static final IssuedToken ONE =
      IssuedToken.of(
          Token.of(new byte[Token.RANDOM_BYTES]),
          new Grant("shipper", Set.of(Scope.INGEST), "alice", NOON, null));

  @Override
  protected Tokens open() {
    return new DynamoDbTokens(TestTables.empty());
  }

  @Override
  protected Optional<Tokens> denied() {
    return Optional.of(new DynamoDbTokens(TestTables.denied()));
  }

  @Test
  void tokens_are_no_session_of_the_log_and_an_event_of_such_a_session_is_no_token() {
    EventsTable table = TestTables.empty();
    Tokens tokens = new DynamoDbTokens(table);
    DynamoDbEventLog log =
        new DynamoDbEventLog(table, new KeptInMemory(), Retention.DEFAULT, InstantSource.system());
    assertTrue(tokens.create(ONE));
    assertEquals(EventPage.EMPTY, log.session(Layout.TOKENS, Order.ASCENDING, null, 10));
    assertInstanceOf(
        Appended.Stored.class, log.append(List.of(command(Layout.TOKENS, 7, NOON))).getFirst());
    assertEquals(List.of(ONE), tokens.list("", 10));
  }

  @Test
  void a_write_that_failed_and_persisted_is_done_again() {
    String name = TestTables.emptyName();
    AtomicBoolean loses = new AtomicBoolean(true);
    BetweenUs lost =
        new BetweenUs() {
          @Override
          Answer answer(String action, String request, Dynamo dynamo) throws IOException {
            Answer answer = dynamo.answer();
            if (action.equals("PutItem") && loses.get()) {
              throw new IOException("the answer is lost");
            }
            return answer;
          }
        };
    Tokens tokens = new DynamoDbTokens(TestTables.table(lost, name));
    assertThrows(Unavailable.class, () -> tokens.create(ONE));
    loses.set(false);
    assertTrue(tokens.create(ONE));
    assertEquals(List.of(ONE), tokens.list("", 10));
  }
}
