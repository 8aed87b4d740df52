package io.tapevault.http;

import java.io.IOException;

/// Lets a request without a body through once there is room for what answering it holds, until that
/// is sent.
final class RoomToAnswer implements Filter {

  private final HeapBudget working;

  RoomToAnswer(HeapBudget working) {
    this.working = working;
  }

  @Override
  public Answer apply(Route route, HttpRequest request, Next next) throws IOException {
    if (route.mostBody() > 0) {
      // It takes its room at once, with its body: who holds some and waits for more waits for ever.
      return next.handle(request);
    }
    HeapBudget.Share share = working.share();
    boolean kept = false;
    try {
      Answer answer = share.grow(route.heap()) ? next.handle(request) : Problem.busy();
      if (answer instanceof HttpResponse response) {
        kept = true;
        return response.closing(share);
      }
      return answer;
    } finally {
      if (!kept) {
        share.close();
      }
    }
  }
}
