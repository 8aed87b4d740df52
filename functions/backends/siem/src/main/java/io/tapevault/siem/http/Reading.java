package io.tapevault.siem.http;

import io.tapevault.forwarding.EventSink.Delivery;

/// What an answer means for the events of its request, where its body says more than its status.
public interface Reading {

  /// The status alone decides.
  Reading STATUS =
      new Reading() {
        @Override
        public boolean wants(int status) {
          return false;
        }

        @Override
        public Delivery of(Answered answer) {
          return answer.verdict();
        }
      };

  /// Whether an answer with this status is read whole, up to 4 MiB, and said what it means. Of all
  /// others the status decides.
  boolean wants(int status);

  /// Never throws because of the answer.
  Delivery of(Answered answer);
}
