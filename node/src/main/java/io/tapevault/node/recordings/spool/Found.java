package io.tapevault.node.recordings.spool;

import io.tapevault.event.Sha256;
import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.recording.RecordingSource;
import io.tapevault.recording.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A recording as it lies in a spool. `files` are its bytes, in order; `marks` say something about
/// it, and go with it. `ended` is whether whoever records it said that it is whole.
public record Found(
    SessionId sid,
    Layout layout,
    Path place,
    List<SpoolFile> files,
    List<SpoolFile> marks,
    boolean ended) {

  /// How a recorder leaves a recording behind.
  public enum Layout {
    /// `<sid>.tar`, as it is uploaded.
    TAR,
    /// `<sid>.cast`, an asciicast.
    CAST,
    /// `multi/<upload>/<sid>/<n>.part`, what a `.tar` is made of; left behind by a crash.
    PARTS,
    /// `<sid>.index`, `<sid>-<n>.events.gz`, `<sid>-<n>.chunks.gz`, and `<sid>.completed`.
    TARBALL_2018
  }

  /// Names it among all of a node.
  public String key() {
    return sid + "." + Sha256.ofText(place.toString()).substring(0, 12);
  }

  public Path folder() {
    Path folder = Objects.requireNonNull(place.getParent());
    return layout == Layout.PARTS ? folder.resolve("../..").normalize() : folder;
  }

  public long size() {
    return files.stream().mapToLong(SpoolFile::size).sum();
  }

  public Instant newest() {
    return files.stream().map(SpoolFile::written).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  public List<String> fingerprints() {
    return files.stream().map(SpoolFile::fingerprint).toList();
  }

  /// The bytes that are uploaded. Nothing of them is put aside: there may be no room for it.
  public RecordingSource content(Disk disk) {
    Pieces content = new Pieces(disk);
    switch (layout) {
      case TAR, CAST, PARTS -> files.forEach(content::add);
      case TARBALL_2018 -> {
        for (SpoolFile file : files) {
          content.add(TarHeader.of(file)).add(file).add(TarHeader.padding(file.size()));
        }
        content.add(new byte[2 * TarHeader.BLOCK]);
      }
    }
    return content;
  }
}
