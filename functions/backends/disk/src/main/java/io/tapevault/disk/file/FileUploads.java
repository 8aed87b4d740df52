package io.tapevault.disk.file;

import static io.tapevault.disk.file.FileObjectStore.failed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tapevault.event.Sha256;
import io.tapevault.recording.ObjectStore.Content;
import io.tapevault.recording.UploadTickets.Part;
import io.tapevault.recording.UploadTickets.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parts of recordings on their way, each in a file named `<number>.<checksum>`, in a folder for
/// each upload. A part is there, whole and durable, or it is not.
///
/// An upload is named after what was announced, so that who announces it again goes on with it.
public final class FileUploads {

  private static final String NODE = ".node";
  private static final int MOST_NODE = 253;
  private static final Pattern PART = Pattern.compile("([1-9][0-9]{0,4})\\.([0-9a-f]{16})");

  private final Path root;
  private final Folder folder;

  private FileUploads(Path root) {
    this.root = root;
    this.folder = new Folder(root);
  }

  /// Makes the folder when it is missing.
  public static FileUploads in(Path root) throws IOException {
    FileUploads uploads = new FileUploads(root.toAbsolutePath());
    uploads.folder.create(uploads.root);
    return uploads;
  }

  public static String name(Upload upload) {
    String announced = upload.sid() + "\n" + upload.size() + "\n" + upload.sha256();
    return Sha256.ofText(announced);
  }

  /// Remembers which node has announced it, the first time.
  public void announced(Upload upload) {
    Path file = root.resolve(name(upload) + NODE);
    if (upload.node().isEmpty() || Files.exists(file)) {
      return;
    }
    Path temporary = temporary(root);
    try {
      Files.writeString(temporary, upload.node());
      Files.createLink(file, temporary);
      Files.delete(temporary);
      folder.force(root);
    } catch (FileAlreadyExistsException e) {
      // Another was faster.
    } catch (IOException e) {
      throw failed("writing", file, e);
    }
  }

  /// The node that has announced it; empty where none has said its name.
  public String node(Upload upload) throws IOException {
    Path file = root.resolve(name(upload) + NODE);
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_NODE), UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// Begins the upload, if it has not begun.
  public void begin(Upload upload) {
    Path place = root.resolve(name(upload));
    try {
      folder.create(place);
    } catch (IOException e) {
      throw failed("making", place, e);
    }
  }

  /// Whether it has begun, by this name.
  public boolean holds(String begun, Upload upload) {
    return begun.equals(name(upload)) && holds(begun);
  }

  /// Whether any has begun by this name, which is one that was given here.
  public boolean holds(String begun) {
    return Files.isDirectory(root.resolve(begun), NOFOLLOW_LINKS);
  }

  /// The parts that are there, in their order.
  public List<Part> parts(Upload upload) {
    Path place = root.resolve(name(upload));
    List<Part> parts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
      for (Path file : files) {
        Matcher part = PART.matcher(file.getFileName().toString());
        if (part.matches()) {
          byte[] crc = HexFormat.of().parseHex(part.group(2));
          parts.add(
              new Part(
                  Integer.parseInt(part.group(1)),
                  Files.size(file),
                  Base64.getEncoder().encodeToString(crc)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("listing", place, e);
    }
    parts.sort(Comparator.comparingInt(Part::number));
    return parts;
  }

  /// Writes one part of an upload that has begun; the same again changes nothing. What `content`
  /// throws is passed on, and nothing is kept.
  public void write(String begun, Part part, Content content) throws IOException {
    Path place = root.resolve(begun);
    Path temporary = temporary(place);
    try {
      try (FileChannel channel = FileChannel.open(temporary, WRITE)) {
        content.writeTo(new DiskOutput(temporary, Channels.newOutputStream(channel)));
        channel.force(true);
      }
      Path file = place.resolve(fileName(part));
      Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
      folder.force(place);
      removeOthers(place, part);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private Path temporary(Path place) {
    try {
      return folder.temporary(place);
    } catch (IOException e) {
      throw failed("writing", place, e);
    }
  }

  private static void removeOthers(Path place, Part part) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(place, part.number() + ".*")) {
      for (Path file : files) {
        if (!file.getFileName().toString().equals(fileName(part))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String fileName(Part part) {
    return part.number()
        + "."
        + HexFormat.of().formatHex(Base64.getDecoder().decode(part.crc64nvme()));
  }

  /// All parts that are there, one behind the other.
  public void copy(Upload upload, OutputStream out) throws IOException {
    Path place = root.resolve(name(upload));
    for (Part part : parts(upload)) {
      try (FileChannel file = FileChannel.open(place.resolve(fileName(part)))) {
        new RangeInput(file, 0, part.size()).transferTo(out);
      }
    }
  }

  /// Deletes the parts: the recording is stored, or is another one.
  public void end(Upload upload) {
    try {
      delete(root.resolve(name(upload)));
    } catch (IOException e) {
      throw failed("deleting", root.resolve(name(upload)), e);
    }
  }

  /// Deletes what nobody has gone on with since then.
  public void sweep(Instant since) throws IOException {
    try (DirectoryStream<Path> uploads = Files.newDirectoryStream(root)) {
      for (Path upload : uploads) {
        if (Files.getLastModifiedTime(upload, NOFOLLOW_LINKS).toInstant().isBefore(since)) {
          delete(upload);
        }
      }
    }
  }

  private static void delete(Path upload) throws IOException {
    if (Files.isDirectory(upload, NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(upload)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(upload);
  }
}
