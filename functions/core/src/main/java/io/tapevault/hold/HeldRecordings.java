package io.tapevault.hold;

import io.tapevault.recording.SessionId;

/// Protects recordings where they lie, beside what is written down in [Holds]. Doing it again
/// changes nothing, and a session without a recording is no fault.
public interface HeldRecordings {

  /// Where whoever removes recordings asks [Holds] first.
  HeldRecordings BY_THE_HOLD_ALONE =
      new HeldRecordings() {
        @Override
        public void keep(SessionId sid) {}

        @Override
        public void letGo(SessionId sid) {}
      };

  void keep(SessionId sid);

  void letGo(SessionId sid);
}
