package io.tapevault.local.uploads;

import io.tapevault.disk.file.FileUploads;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.UploadTickets;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Upload tickets for this machine: signed URLs that lead back here, and parts in a folder.
public final class LoopbackTickets implements UploadTickets {

  private static final Duration VALIDITY = Duration.ofMinutes(15);

  private final TicketUrls urls;
  private final WholeOfParts whole;
  private final FileUploads uploads;
  private final InstantSource clock;

  public LoopbackTickets(TicketUrls urls, WholeOfParts whole, InstantSource clock) {
    this.urls = urls;
    this.whole = whole;
    this.uploads = whole.uploads();
    this.clock = clock;
  }

  @Override
  public PartPlan plan() {
    return whole.plan();
  }

  @Override
  public Announced announce(Upload upload, @Nullable String begun) {
    Optional<There> there = there(upload);
    if (there.isPresent()) {
      return there.get();
    }
    uploads.announced(upload);
    if (plan().goesInOnePut(upload.size())) {
      return new Announced.InOnePut(urls.ticket(new TicketUrls.Whole(upload), times()));
    }
    uploads.begin(upload);
    return new Announced.InParts(
        FileUploads.name(upload), plan().partSize(upload.size()), uploads.parts(upload));
  }

  @Override
  public PartTickets parts(Upload upload, String begun, List<Part> parts) {
    if (!uploads.holds(begun, upload)) {
      return new NoSuchUpload();
    }
    TicketUrls.Times times = times();
    return new PartTickets.Signed(
        parts.stream()
            .map(part ->
                new PartTicket(
                    part.number(),
                    urls.ticket(new TicketUrls.OfPart(upload.sid(), begun, part), times)))
            .toList());
  }

  @Override
  public Completed complete(Upload upload, String begun, String crc64nvme) {
    Optional<There> there = there(upload);
    if (there.isPresent()) {
      return there.get();
    }
    if (!uploads.holds(begun, upload)) {
      return new NoSuchUpload();
    }
    try {
      return whole.of(upload, crc64nvme);
    } catch (IOException e) {
      throw new Unavailable("the parts of " + upload.sid() + " cannot be read: " + e, e);
    }
  }

  private Optional<There> there(Upload upload) {
    try {
      return whole.kept().of(upload);
    } catch (IOException e) {
      throw new Unavailable("the recording of " + upload.sid() + " cannot be read: " + e, e);
    }
  }

  private TicketUrls.Times times() {
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    return new TicketUrls.Times(now, now.plus(VALIDITY));
  }
}
