package io.tapevault.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.http.Front;
import io.tapevault.http.HttpResponse;
import io.tapevault.http.Route;
import io.tapevault.http.Route.AnsweredBy;
import io.tapevault.http.Routes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PrimingTest {

  private final List<String> asked = new ArrayList<>();

  @Test
  void every_route_that_the_function_answers_and_that_only_reads_is_asked_once_search_first() {
    Priming.reads(front(), PrimingTest.class, AnsweredBy.PLAYBACK);
    String none = "MDpub2JvZHk";
    assertEquals(
        Arrays.stream(Route.values())
            .filter(route -> route.answeredBy() == AnsweredBy.PLAYBACK)
            .map(route -> route.path().contains("{") ? route + " " + none : route + " ")
            .toList(),
        asked);
    assertEquals("SEARCH ", asked.getFirst());
  }

  @Test
  void samples_are_let_through_in_order_and_one_that_is_missing_is_a_fault_of_the_package() {
    Priming.run(front(), PrimingTest.class, "get-recording-cast.json", "get-healthz.json");
    assertEquals(List.of("CAST 80d9ca77-93af-443f-b33c-6fc55bd1a147", "HEALTH "), asked);
    assertThrows(
        IllegalStateException.class,
        () -> Priming.run(front(), PrimingTest.class, "no-such-sample.json"));
  }

  /// Every second route fails, as a store does that is not there yet.
  private Front front() {
    Routes routes = new Routes();
    for (Route route : Route.values()) {
      routes.add(
          route,
          (request, parameter) -> {
            asked.add(route + " " + parameter);
            if (asked.size() % 2 == 0) {
              throw new IllegalStateException("there is no table");
            }
            return HttpResponse.json(200, new byte[0]);
          });
    }
    return Front.of(routes, 1L << 30);
  }
}
