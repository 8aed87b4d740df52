package io.tapevault.node.recordings;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.LocalDisk;
import io.tapevault.node.disk.SpoolFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A disk whose user may be killed before and after each thing that it changes, and while it
/// writes; and that may be full.
final class MortalDisk implements Disk {

  private final Disk disk = new LocalDisk();
  private final CrashPoints points;
  boolean full;
  // So many listings go wrong as only a fault of ours can.
  int faults;

  MortalDisk(CrashPoints points) {
    this.points = points;
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    if (faults > 0) {
      faults--;
      throw new IllegalStateException("a fault in a listing");
    }
    return disk.list(folder);
  }

  @Override
  public List<Path> folders(Path folder) throws IOException {
    return disk.folders(folder);
  }

  @Override
  public boolean isFolder(Path path) {
    return disk.isFolder(path);
  }

  @Override
  public Optional<SpoolFile> look(Path file) throws IOException {
    return disk.look(file);
  }

  @Override
  public boolean isNoFile(Path path) {
    return disk.isNoFile(path);
  }

  @Override
  public InputStream open(Path file, long offset) throws IOException {
    return disk.open(file, offset);
  }

  @Override
  public void create(Path folder) throws IOException {
    points.pass("before making " + folder);
    disk.create(folder);
  }

  @Override
  public void write(Path file, Content content) throws IOException {
    points.pass("before writing " + file);
    if (full) {
      Files.write(file, new byte[0]);
      throw new IOException("No space left on device");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    byte[] whole = bytes.toByteArray();
    disk.write(file, out -> out.write(Arrays.copyOf(whole, whole.length / 2)));
    points.pass("amid writing " + file);
    disk.write(file, out -> out.write(whole));
    points.pass("after writing " + file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    points.pass("before renaming " + from);
    disk.rename(from, to);
    points.pass("after renaming " + from);
  }

  @Override
  public void claim(Path from, Path to) throws IOException {
    points.pass("before linking " + to);
    disk.claim(from, to);
    points.pass("after linking " + to);
  }

  @Override
  public void force(Path folder) throws IOException {
    disk.force(folder);
  }

  @Override
  public void delete(Path path) throws IOException {
    points.pass("before deleting " + path);
    disk.delete(path);
    points.pass("after deleting " + path);
  }

  @Override
  public Path mountPoint(Path folder) throws IOException {
    return disk.mountPoint(folder);
  }

  @Override
  public Room room(Path path) throws IOException {
    return full ? new Room(0, 2 << 20) : new Room(1 << 30, 1 << 30);
  }
}
