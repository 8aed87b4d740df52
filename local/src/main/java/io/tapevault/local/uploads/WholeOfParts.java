package io.tapevault.local.uploads;

import io.tapevault.disk.file.FileUploads;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectKey;
import io.tapevault.recording.ObjectStore;
import io.tapevault.recording.PartPlan;
import io.tapevault.recording.UploadTickets.Completed;
import io.tapevault.recording.UploadTickets.There;
import io.tapevault.recording.UploadTickets.Upload;
import io.tapevault.session.Kept;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/// Makes one recording of all its parts, if they are the bytes that were announced. `arrived` is
/// told of it before that is answered.
public record WholeOfParts(
    FileUploads uploads, ObjectStore store, Kept kept, PartPlan plan, Consumer<Upload> arrived) {

  Completed of(Upload upload, String crc64nvme) throws IOException {
    List<Integer> there =
        uploads.parts(upload).stream()
            .filter(part -> part.size() == plan.sizeOf(part.number(), upload.size()))
            .map(part -> part.number())
            .toList();
    String missing = plan.missing(there, upload.size());
    if (!missing.isEmpty()) {
      return new Completed.NotWhole("these parts are missing: " + missing);
    }
    ObjectKey key = new ObjectKey.Recording(upload.sid());
    try {
      return switch (store.write(key, out -> copy(upload, crc64nvme, out))) {
        case STORED -> {
          uploads.end(upload);
          arrived.accept(upload);
          yield new There.Stored(upload.size(), upload.sha256());
        }
        case ALREADY_THERE -> {
          checkPlace(store, key);
          yield kept.of(upload).orElseGet(There.NotReadYet::new);
        }
      };
    } catch (NotAsAnnounced e) {
      // Each part was as announced: the announcement is wrong, or the disk.
      uploads.end(upload);
      return new Completed.NotWhole(e.getMessage() + "; announce it again");
    }
  }

  /// A node takes "it is there" for a word about its recording.
  static void checkPlace(ObjectStore store, ObjectKey key) {
    if (store.find(key).isEmpty()) {
      throw new Unavailable(
          "what has the name of the recording is empty, a link or no file; move it away: "
              + store.location(key));
    }
  }

  private void copy(Upload upload, String crc64nvme, OutputStream out) throws IOException {
    CheckedOutput checked = new CheckedOutput(out, upload.size());
    uploads.copy(upload, checked);
    checked.hasCrc64Nvme(crc64nvme);
    checked.hasSha256(upload.sha256());
  }
}
