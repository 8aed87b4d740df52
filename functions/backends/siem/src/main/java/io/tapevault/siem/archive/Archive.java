package io.tapevault.siem.archive;

import io.tapevault.forwarding.EventSink.Delivery;
import io.tapevault.forwarding.Outgoing;
import java.util.List;

/// Keeps files. A name that is there already has the same content, and is not written again.
interface Archive {

  /// Says what became of the events of the file: all of them were taken, or none.
  Delivery keep(ArchiveFile file, List<Outgoing> events);
}
