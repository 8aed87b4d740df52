package io.tapevault.http;

import java.io.IOException;

/// Reads a body whole, unpacked and within the limit of its route, and lets it through once there
/// is room to work on it: five large bodies at once wait for each other.
final class WholeBody implements Filter {

  // The text of an event, the same as UTF-16, sorted, and in bytes again; measured with one event
  // of 16 MiB.
  private static final int WORK_PER_BYTE = 12;

  private final HeapBudget receiving;
  private final HeapBudget working;

  WholeBody(HeapBudget receiving, HeapBudget working) {
    this.receiving = receiving;
    this.working = working;
  }

  @Override
  public Answer apply(Route route, HttpRequest request, Next next) throws IOException {
    if (route.mostBody() == 0) {
      return next.handle(request);
    }
    try (HeapBudget.Share held = receiving.share();
        HeapBudget.Share work = working.share()) {
      return RequestBody.read(request, route.mostBody(), held)
          .answer(body ->
              work.grow((long) body.length * WORK_PER_BYTE)
                  ? next.handle(request.with(body))
                  : Problem.busy());
    }
  }
}
