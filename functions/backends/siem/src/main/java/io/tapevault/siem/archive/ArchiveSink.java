package io.tapevault.siem.archive;

import io.tapevault.forwarding.EventSink;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.forwarding.Piecewise;
import io.tapevault.forwarding.Piecewise.Answer;
import io.tapevault.forwarding.Piecewise.Fate;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.forwarding.archive.ArchiveAddress;
import io.tapevault.forwarding.archive.ArchiveHour;
import io.tapevault.siem.http.AwsSigner;
import io.tapevault.siem.http.JsonText;
import io.tapevault.siem.http.SiemHttp.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// An archive: a batch is a file for each hour that it has events of. Where only some of the files
/// could be written, the events of the others are all that is sent again.
public final class ArchiveSink implements EventSink {

  static final Limits LIMITS = new Limits(1_000, 8 << 20);

  // Each is a request, and who delivers keeps some time for one. Who has events of more hours is to
  // send fewer at once.
  private static final int MOST_FILES = 16;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Archive archive;
  private final Piecewise piecewise = new Piecewise(this::send);
  private int files;

  private ArchiveSink(Archive archive) {
    this.archive = archive;
  }

  /// Throws an [IllegalArgumentException].
  public static ArchiveSink open(SinkSpec spec, InstantSource clock, Timeouts timeouts) {
    return switch (address(spec)) {
      case ArchiveAddress.Bucket bucket ->
          open(spec, AwsSigner.of(bucket.region(), "s3", clock), timeouts);
      case ArchiveAddress.Folder folder -> new ArchiveSink(FolderArchive.at(folder));
    };
  }

  static ArchiveSink open(SinkSpec spec, AwsSigner signer, Timeouts timeouts) {
    if (!(address(spec) instanceof ArchiveAddress.Bucket bucket)) {
      throw new IllegalArgumentException("a folder is not signed for");
    }
    return new ArchiveSink(BucketArchive.open(spec, bucket, signer, timeouts));
  }

  /// Throws where `open` would.
  public static void check(SinkSpec spec) {
    switch (address(spec)) {
      case ArchiveAddress.Bucket bucket -> BucketArchive.check(spec, bucket);
      case ArchiveAddress.Folder folder -> FolderArchive.at(folder);
    }
  }

  private static ArchiveAddress address(SinkSpec spec) {
    if (spec.secret() != null) {
      throw new IllegalArgumentException("an archive takes no secret");
    }
    return ArchiveAddress.parse(spec.address());
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public int size(Outgoing event) {
    return JsonText.bytes(event.text()) + 1;
  }

  @Override
  public Delivery deliver(List<Outgoing> batch) {
    files = 0;
    return piecewise.deliver(batch);
  }

  /// The events of the first one's hour.
  private Answer send(List<Outgoing> rest) {
    Instant hour = ArchiveHour.of(rest.getFirst().time());
    List<Outgoing> file = new ArrayList<>();
    List<Fate> fates = new ArrayList<>();
    for (Outgoing event : rest) {
      if (ArchiveHour.of(event.time()).equals(hour)) {
        file.add(event);
        fates.add(new Fate.Taken());
      } else {
        fates.add(new Fate.Again());
      }
    }
    Delivery delivery = archive.keep(ArchiveFile.of(ArchiveHour.folder(hour), file), file);
    files++;
    if (!(delivery instanceof Delivery.Delivered) || file.size() == rest.size()) {
      return new Answer.Whole(delivery);
    }
    return new Answer.Each(
        fates,
        files < MOST_FILES
            ? null
            : new Delivery.TryAgain(SOON, true, "the events are of more hours than fit in time"));
  }
}
