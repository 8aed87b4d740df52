package io.tapevault.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace(500);

  @Test
  void it_begins_with_as_many_as_a_request_holds() {
    assertEquals(500, pace.size());
    pace.taken();
    assertEquals(500, pace.size());
  }

  @Test
  void what_was_too_slow_is_halved_and_tried_again_after_many_that_were_not() {
    pace.notTaken(400, true);
    List<Integer> sizes =
        IntStream.range(0, 20)
            .map(i -> {
              pace.taken();
              return pace.size();
            })
            .boxed()
            .toList();
    assertEquals(List.of(200, 200), sizes.subList(13, 15));
    assertEquals(List.of(400, 500, 500), sizes.subList(15, 18));
  }

  @Test
  void after_a_refusal_it_grows_at_once() {
    pace.refused(500);
    assertEquals(250, pace.size());
    pace.taken();
    assertEquals(500, pace.size());
  }

  @Test
  void what_is_never_taken_is_tried_with_fewer() {
    pace.notTaken(500, false);
    pace.notTaken(500, false);
    assertEquals(500, pace.size());
    pace.notTaken(500, false);
    assertEquals(250, pace.size());
    pace.taken();
    pace.notTaken(500, false);
    assertEquals(500, pace.size());
  }

  @Test
  void it_never_falls_below_one() {
    pace.notTaken(1, true);
    assertEquals(1, pace.size());
    pace.refused(1);
    assertEquals(1, pace.size());
    pace.down();
    pace.taken();
    assertEquals(1, pace.size(), "one was too slow a moment ago");
  }
}
