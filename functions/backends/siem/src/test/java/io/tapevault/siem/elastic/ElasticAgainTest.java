package io.tapevault.siem.elastic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.EventSink.RefusedEvent;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.SinkType;
import io.tapevault.siem.Engine;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is sent once more to a data stream, whose newest index alone knows an id again.
class ElasticAgainTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Stream stream = new Stream();
  private final FaultySiem siem;
  private final ElasticSink sink;

  ElasticAgainTest() throws IOException {
    siem = FaultySiem.start(stream);
    sink =
        ElasticSink.open(
            new SinkSpec(
                "soc",
                SinkType.ELASTICSEARCH,
                Map.of(SinkSpec.ADDRESS, siem.uri().toString()),
                null),
            InstantSource.system(),
            Timeouts.DEFAULT);
  }

  @AfterEach
  void stop() throws IOException {
    siem.close();
  }

  /// A data stream: `_bulk` writes into its newest index, `_search` looks into all.
  private static final class Stream implements Answer {
    private final List<String> documents = new ArrayList<>();
    private Set<String> newest = new HashSet<>();
    private Answer search = this::found;
    private Answer bulk = this::create;

    void rollOver() {
      newest = new HashSet<>();
    }

    @Override
    public void to(Request request, Socket connection) throws IOException, InterruptedException {
      (request.target().contains("/_search") ? search : bulk).to(request, connection);
    }

    private void found(Request request, Socket connection)
        throws IOException, InterruptedException {
      JsonNode question = JSON.readTree(request.body());
      List<String> hits = new ArrayList<>();
      for (JsonNode id : question.at("/query/ids/values")) {
        documents.stream()
            .filter(id.asText()::equals)
            .forEach(
                one -> hits.add("{\"_index\":\".ds-1\",\"_id\":\"" + one + "\",\"_score\":1.0}"));
      }
      int size = Math.min(hits.size(), question.path("size").asInt());
      Answer.saying(
              200,
              "{\"took\":1,\"timed_out\":false,\"hits\":{\"total\":{\"value\":%d},\"hits\":[%s]}}"
                  .formatted(hits.size(), String.join(",", hits.subList(0, size))))
          .to(request, connection);
    }

    private void create(Request request, Socket connection)
        throws IOException, InterruptedException {
      List<String> items = new ArrayList<>();
      for (String id : BulkIndex.ids(request)) {
        boolean isNew = newest.add(id);
        items.add("{\"create\":{\"status\":" + (isNew ? 201 : 409) + "}}");
        if (isNew) {
          documents.add(id);
        }
      }
      Answer.saying(200, "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}")
          .to(request, connection);
    }
  }

  private static List<Outgoing> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Engine.outgoing("{\"event\":\"x\",\"uid\":\"" + i + "\"}"))
        .toList();
  }

  private static List<String> ids(List<Outgoing> events) {
    return events.stream().map(Documents::id).toList();
  }

  private List<String> actions() {
    return siem.requests().stream()
        .map(request -> request.target().replaceAll(".*/_|[?].*", ""))
        .toList();
  }

  @Test
  void what_is_in_an_older_index_is_not_sent_again() {
    assertEquals(new Delivery.Delivered(), sink.deliver(events(6)));
    stream.rollOver();
    assertEquals(new Delivery.Delivered(), sink.deliverAgain(events(10)));
    assertEquals(ids(events(10)), stream.documents);
    assertEquals(List.of("bulk", "search", "bulk"), actions());
    assertEquals(new Delivery.Delivered(), sink.deliverAgain(events(10)));
    assertEquals(List.of("bulk", "search", "bulk", "search"), actions());
  }

  @Test
  void what_is_there_more_than_once_hides_nothing() {
    for (int i = 0; i < 3; i++) {
      sink.deliver(events(20));
      stream.rollOver();
    }
    sink.deliverAgain(events(20));
    assertEquals(60, stream.documents.size());
  }

  @Test
  void what_is_new_is_not_asked_for() {
    sink.deliver(events(3));
    assertEquals(List.of("bulk"), actions());
  }

  @Test
  void where_there_is_no_stream_yet_all_is_sent() {
    stream.search = Answer.status(404);
    assertEquals(new Delivery.Delivered(), sink.deliverAgain(events(3)));
    assertEquals(ids(events(3)), stream.documents);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 405})
  void where_it_may_not_be_asked_all_is_sent_and_that_it_may_be_there_twice_is_said(int status) {
    sink.deliver(events(3));
    stream.rollOver();
    stream.search = Answer.saying(status, "{\"error\":\"action [read] is unauthorized\"}");
    assertEquals(
        new Delivery.Delivered(
            "it cannot be asked what it has, so that what is sent once more may be there twice; the"
                + " secret needs the right to read: status "
                + status
                + " “{\"error\":\"action [read] is unauthorized\"}”"),
        sink.deliverAgain(events(3)));
    assertEquals(6, stream.documents.size());
  }

  @Test
  void where_the_answer_does_not_come_nothing_is_sent_yet() {
    for (Answer none :
        List.of(
            Answer.status(503),
            Answer.status(429),
            Answer.hangingUp(),
            Answer.saying(200, "<html>hello</html>"),
            Answer.saying(200, "{\"hits\":7}"),
            Answer.saying(200, "{}"))) {
      stream.search = none;
      assertInstanceOf(Delivery.TryAgain.class, sink.deliverAgain(events(3)));
      assertEquals(List.of(), stream.documents);
    }
    stream.search = Answer.status(401);
    assertInstanceOf(Delivery.Down.class, sink.deliverAgain(events(3)));
  }

  @Test
  void one_that_is_refused_is_named_by_its_place_in_the_batch() {
    sink.deliver(events(2));
    stream.bulk =
        Answer.saying(
            200,
            "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}},%s]}"
                .formatted(BulkIndex.item(400, "mapper_parsing_exception")));
    Delivery.Refused refused =
        assertInstanceOf(Delivery.Refused.class, sink.deliverAgain(events(4)));
    assertEquals(List.of(3), refused.events().stream().map(RefusedEvent::index).toList());
  }

  @Test
  void a_stream_that_refuses_everything_now_parks_nothing_for_what_it_took_before() {
    sink.deliver(events(2));
    stream.bulk = Answer.saying(400, "closed");
    Delivery.TryAgain trouble =
        assertInstanceOf(Delivery.TryAgain.class, sink.deliverAgain(events(4)));
    assertTrue(trouble.slow(), trouble.why());
    assertTrue(trouble.why().contains("closed"), trouble.why());
  }
}
