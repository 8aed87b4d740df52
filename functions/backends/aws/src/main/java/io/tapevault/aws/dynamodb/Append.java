package io.tapevault.aws.dynamodb;

import static io.tapevault.aws.dynamodb.item.Attributes.EVENT_TYPE;
import static io.tapevault.aws.dynamodb.item.Attributes.HASH;

import io.tapevault.aws.dynamodb.item.EventItem;
import io.tapevault.aws.dynamodb.item.EventReader;
import io.tapevault.aws.dynamodb.item.StoredItem;
import io.tapevault.aws.dynamodb.table.EventsTable;
import io.tapevault.aws.dynamodb.table.Parallel;
import io.tapevault.aws.dynamodb.table.TimeLeft;
import io.tapevault.event.Appended;
import io.tapevault.event.AuditEvent;
import io.tapevault.event.EventKey;
import io.tapevault.event.Placement;
import io.tapevault.event.Placement.Holder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Puts many events with a call, and makes several calls at a time, but those for one session one
/// after the other. What a call did not put, because something is there or for any other reason, is
/// placed by itself.
final class Append {

  private static final String UPLOAD = "session.upload";
  private static final long UPLOAD_INDEX = Integer.MAX_VALUE;
  private static final int LANES = 8;
  // DynamoDB: BatchExecuteStatement takes 25 statements. Of its 16 MB a call takes a part.
  private static final int MOST_EVENTS = 25;
  private static final int MOST_CHARACTERS = 2_000_000;

  private final EventsTable table;
  private final EventReader reader;
  private final Function<AuditEvent, EventItem> items;
  private final TimeLeft left;
  private final AtomicInteger done = new AtomicInteger();

  /// `items` makes the item of an event, and all that has to be there before it.
  Append(
      EventsTable table, EventReader reader, Function<AuditEvent, EventItem> items, TimeLeft left) {
    this.table = table;
    this.reader = reader;
    this.items = items;
    this.left = left;
  }

  List<Appended> all(List<AuditEvent> events) {
    Appended[] appended = new Appended[events.size()];
    Map<Integer, List<Integer>> lanes = new TreeMap<>();
    for (int place = 0; place < events.size(); place++) {
      int lane = Math.floorMod(events.get(place).key().session().hashCode(), LANES);
      lanes.computeIfAbsent(lane, none -> new ArrayList<>()).add(place);
    }
    Parallel.map(
        List.copyOf(lanes.values()),
        lane -> {
          for (List<Integer> call : calls(events, lane)) {
            left.check(done + " of " + events.size() + " events are stored");
            List<Appended> answers = call(call.stream().map(events::get).toList());
            for (int i = 0; i < answers.size(); i++) {
              appended[call.get(i)] = answers.get(i);
            }
            done.addAndGet(answers.size());
          }
          return lane;
        });
    return Arrays.asList(appended);
  }

  /// No two events of a call ask for one key.
  private static List<List<Integer>> calls(List<AuditEvent> events, List<Integer> lane) {
    List<List<Integer>> calls = new ArrayList<>();
    Set<EventKey> keys = new HashSet<>();
    int characters = 0;
    for (int place : lane) {
      AuditEvent event = events.get(place);
      characters += event.json().length();
      boolean full = keys.size() == MOST_EVENTS || characters > MOST_CHARACTERS;
      if (calls.isEmpty() || full || keys.contains(event.key())) {
        calls.add(new ArrayList<>());
        keys.clear();
        characters = event.json().length();
      }
      keys.add(event.key());
      calls.getLast().add(place);
    }
    return calls;
  }

  private List<Appended> call(List<AuditEvent> events) {
    List<Placed> all = events.stream().map(event -> new Placed(event, items.apply(event))).toList();
    List<Boolean> put =
        all.size() == 1
            ? List.of(false)
            : table.insert(all.stream().map(Placed::atFirst).toList(), left);
    List<Appended> answers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Placed one = all.get(i);
      answers.add(put.get(i) ? new Appended.Stored(one.event().key()) : place(one));
    }
    return answers;
  }

  private Appended place(Placed one) {
    return Placement.place(
        one.event(),
        (key, conflict) ->
            table
                .putUnlessHeld(one.item().at(key, conflict), left.now())
                .map(held -> holder(StoredItem.of(held), one.event())));
  }

  /// Teleport tells of an upload in the same place and in other words: one fact is stored once.
  private Holder holder(StoredItem held, AuditEvent event) {
    boolean byTeleport = held.text(HASH).isEmpty();
    boolean sameFact =
        byTeleport
            && event.type().equals(UPLOAD)
            && event.index() == UPLOAD_INDEX
            && held.text(EVENT_TYPE).equals(Optional.of(UPLOAD));
    return sameFact ? new Holder(event.identity(), event.hash()) : reader.holder(held);
  }

  private record Placed(AuditEvent event, EventItem item) {
    Map<String, AttributeValue> atFirst() {
      return item.at(event.key(), false);
    }
  }
}
