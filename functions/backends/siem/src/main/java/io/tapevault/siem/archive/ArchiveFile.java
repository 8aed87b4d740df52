package io.tapevault.siem.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tapevault.event.Sha256;
import io.tapevault.forwarding.Outgoing;
import io.tapevault.siem.http.Gzip;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;

/// Events of one hour as a file, a line each, packed with gzip. Its name is the SHA-256 of its
/// lines: a file of a name has one content, and `zcat <file> | sha256sum` shows that it has it.
// The bytes are many, and nobody compares them.
@SuppressWarnings("ArrayRecordComponent")
record ArchiveFile(String folder, String name, byte[] bytes) {

  static ArchiveFile of(String folder, List<Outgoing> events) {
    MessageDigest digest = Sha256.digest();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Gzip.into(
        packed,
        gzip -> {
          for (Outgoing event : events) {
            byte[] line = (event.line() + "\n").getBytes(UTF_8);
            digest.update(line);
            gzip.write(line);
          }
        });
    return new ArchiveFile(folder, Sha256.end(digest) + ".ndjson.gz", packed.toByteArray());
  }
}
