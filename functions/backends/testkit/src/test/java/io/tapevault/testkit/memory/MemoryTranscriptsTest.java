package io.tapevault.testkit.memory;

import io.tapevault.search.Transcripts;
import io.tapevault.testkit.contract.TranscriptsContract;

final class MemoryTranscriptsTest extends TranscriptsContract {

  @Override
  protected Transcripts open() {
    return new MemoryTranscripts();
  }
}
