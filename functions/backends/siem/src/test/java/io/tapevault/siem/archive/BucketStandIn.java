package io.tapevault.siem.archive;

import io.tapevault.testkit.siem.Answer;
import io.tapevault.testkit.siem.FaultySiem.Request;
import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A bucket that takes a name once, as S3 does with `If-None-Match: *`, and fails as it is told to.
final class BucketStandIn implements Answer {

  private final SortedMap<String, String> files = new TreeMap<>();
  private @Nullable Answer afterwards;
  private @Nullable Answer instead;
  private String where = "";
  private @Nullable Random often;

  /// The lines of each file, by its target.
  synchronized SortedMap<String, String> files() {
    return new TreeMap<>(files);
  }

  /// All that is in it, each once.
  synchronized Set<String> lines() {
    Set<String> lines = new TreeSet<>();
    files.values().forEach(one -> lines.addAll(Lines.of(one)));
    return lines;
  }

  synchronized void well() {
    afterwards = null;
    instead = null;
    often = null;
  }

  synchronized void failing(String target, Answer answer) {
    where = target;
    instead = answer;
  }

  synchronized void storingAndThen(Answer answer) {
    afterwards = answer;
  }

  synchronized void oftenFailing(Random random) {
    often = new Random(random.nextLong());
  }

  @Override
  public void to(Request request, Socket connection) throws IOException, InterruptedException {
    answer(request).to(request, connection);
  }

  private synchronized Answer answer(Request request) {
    int fault = often == null ? 9 : often.nextInt(10);
    if (instead != null && request.target().contains(where)) {
      return instead;
    }
    if (fault < 3) {
      return fault == 0 ? Answer.status(503) : Answer.reset();
    }
    boolean there = files.putIfAbsent(request.target(), request.body()) != null;
    if (afterwards != null) {
      return afterwards;
    }
    if (fault < 5) {
      return fault == 3 ? Answer.silence() : Answer.hangingUp();
    }
    return Answer.status(there ? 412 : 200);
  }
}
