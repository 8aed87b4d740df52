package io.tapevault.alarm;

import static io.tapevault.alarm.WatchedVault.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.alarm.NodeHealth.State;
import io.tapevault.alarm.NodeHealth.Told;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WatchfulLogTest {

  private final WatchedVault vault = new WatchedVault();

  private List<NodeHealth> nodes() {
    return NodePage.read(vault.register, null, 100).nodes();
  }

  @Test
  void what_a_node_tells_is_there_with_the_time_at_which_it_came() {
    vault.sent(
        """
        {"event":"tapevault.node.heartbeat","uid":"1","node":"web-1","time":"2020-01-01T00:00:00Z",
        "version":"1.2","up_seconds":60,
        "audit":{"pending":1,"pending_bytes":100,"oldest_seconds":7,"confirmed":5,"quarantined":0},
        "recordings":{"pending":2,"pending_bytes":200,"oldest_seconds":3,"quarantined":4},
        "uploads":0,"troubles":["the disk is full: /var"]}
        """);
    NodeHealth web =
        new NodeHealth(
            "web-1",
            NOON,
            NOON.plus(Duration.ofMinutes(5)),
            "1.2",
            new Told(3, 7, 4, List.of("the disk is full: /var")));
    assertEquals(List.of(web), nodes());
    assertEquals(State.TROUBLED, web.state(vault.now()));
    assertEquals(State.SILENT, web.state(NOON.plus(Duration.ofMinutes(5))));
  }

  @Test
  void the_latest_heartbeat_counts_and_one_that_is_sent_again_does_not() {
    String first = "{\"event\":\"tapevault.node.heartbeat\",\"uid\":\"1\",\"node\":\"web-1\"}";
    vault.sent(first);
    vault.pass(Duration.ofMinutes(1));
    vault.sent(first);
    assertEquals(NOON, nodes().getFirst().heard());
    vault.sent(first.replace("\"1\"", "\"2\""));
    assertEquals(vault.now(), nodes().getFirst().heard());
    assertEquals(State.WELL, nodes().getFirst().state(vault.now()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"tapevault.node.heartbeat\"}",
        "{\"event\":\"tapevault.node.heartbeat\",\"node\":7}",
        "{\"event\":\"tapevault.node.heartbeat\",\"node\":\"\"}",
        "{\"event\":\"tapevault.node.heartbeat\",\"node\":\"a b\"}",
        "{\"event\":\"tapevault.node.heartbeat\",\"node\":[\"web-1\"]}",
        "{\"event\":\"tapevault.node.heartbeats\",\"node\":\"web-1\"}"
      })
  void what_names_no_node_is_an_event_and_no_more(String event) {
    vault.sent(event);
    assertEquals(List.of(), nodes());
    assertEquals(1, vault.told(Set.of()).size());
  }

  @Test
  void whatever_a_heartbeat_holds_is_bounded() {
    String troubles =
        String.join(
            ",",
            IntStream.range(0, 50).mapToObj(i -> "\"\\u0085" + "x".repeat(999) + "\"").toList());
    vault.sent(
        "{\"event\":\"tapevault.node.heartbeat\",\"node\":\"%s\",\"version\":\"%s\",\"troubles\":[%s],"
                .formatted("n".repeat(253), "\\u009b".repeat(9_999), troubles)
            + "\"audit\":{\"pending\":9223372036854775807,\"oldest_seconds\":1e99,\"quarantined\":-3},"
            + "\"b\":{\"pending\":99999999999999999999999},\"c\":{\"pending\":9223372036854775807},"
            + "\"pending\":{\"pending\":[1]},\"silent_at\":\"9999-01-01T00:00:00Z\"}");
    NodeHealth node = nodes().getFirst();
    assertEquals(NOON.plus(Duration.ofMinutes(5)), node.silentAt());
    assertEquals((1L << 53) - 1, node.told().pending());
    assertEquals(0, node.told().oldestSeconds());
    assertEquals(0, node.told().quarantined());
    assertEquals(10, node.told().troubles().size());
    assertEquals(201, node.told().troubles().getFirst().length());
  }

  @Test
  void pages_of_nodes_hold_every_node_once() {
    for (int i = 0; i < 25; i++) {
      vault.heartbeat("node-" + i);
    }
    NodePage first = NodePage.read(vault.register, null, 20);
    NodePage second = NodePage.read(vault.register, first.next(), 20);
    assertEquals(20, first.nodes().size());
    assertEquals(5, second.nodes().size());
    assertEquals(null, second.next());
  }
}
