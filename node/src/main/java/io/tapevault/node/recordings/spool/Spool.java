package io.tapevault.node.recordings.spool;

import io.tapevault.node.disk.Disk;
import io.tapevault.node.disk.SpoolFile;
import io.tapevault.node.recordings.spool.Found.Layout;
import io.tapevault.recording.SessionId;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A folder where recorders leave recordings. What is nothing of theirs is left alone.
public final class Spool {

  /// What the name of a folder ends with whose recording is uploaded.
  public static final String GONE = ".tapevault-gone";

  private static final Pattern SINGLE = Pattern.compile("(.+)\\.(tar|cast|index|completed)");
  private static final Pattern SLICE = Pattern.compile("(.+)-(\\d{1,18})\\.(events|chunks)\\.gz");
  private static final Pattern PART = Pattern.compile("(\\d{1,18})\\.part");

  private final Disk disk;
  private final Path folder;

  public Spool(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder.toAbsolutePath().normalize();
  }

  public Path folder() {
    return folder;
  }

  /// All that lies there and can be looked at; what cannot is a fault, and hides no other.
  public List<Found> scan(Consumer<String> faults) {
    List<Found> found = new ArrayList<>();
    if (!disk.isFolder(folder)) {
      faults.accept(folder + " is not there: what is recorded elsewhere is not seen");
    }
    Map<String, Session> sessions = new TreeMap<>();
    look(
        folder,
        faults,
        () -> {
          for (Path file : disk.list(folder)) {
            sort(file, sessions);
          }
        });
    boolean allParts =
        look(
            folder.resolve("multi"),
            faults,
            () -> {
              for (Path upload : disk.folders(folder.resolve("multi"))) {
                for (Path session : disk.folders(upload)) {
                  look(session, faults, () -> parts(session).ifPresent(found::add));
                }
              }
            });
    Set<SessionId> inParts = new HashSet<>();
    found.forEach(parts -> inParts.add(parts.sid()));
    for (Session session : sessions.values()) {
      look(
          folder.resolve(session.sid.value()),
          faults,
          () -> session.add(found, sid -> !allParts || inParts.contains(sid)));
    }
    return found;
  }

  private interface Look {
    void take() throws IOException;
  }

  private static boolean look(Path at, Consumer<String> faults, Look look) {
    try {
      look.take();
      return true;
    } catch (IOException e) {
      faults.accept("cannot look into " + at + ": " + e);
      return false;
    }
  }

  /// The folders that went away, and may not be empty yet.
  public List<Path> gone() throws IOException {
    List<Path> gone = new ArrayList<>();
    for (Path upload : disk.folders(folder.resolve("multi"))) {
      for (Path session : disk.folders(upload)) {
        if (session.toString().endsWith(GONE)) {
          gone.add(session);
        }
      }
    }
    return gone;
  }

  private void sort(Path path, Map<String, Session> sessions) {
    String name = String.valueOf(path.getFileName());
    Matcher slice = SLICE.matcher(name);
    Matcher single = SINGLE.matcher(name);
    Matcher matcher = slice.matches() ? slice : single;
    if ((!slice.matches() && !single.matches()) || name.length() > TarHeader.LONGEST_NAME) {
      return;
    }
    Optional<SessionId> sid = SessionId.parse(matcher.group(1));
    if (sid.isEmpty()) {
      return;
    }
    Session session = sessions.computeIfAbsent(sid.get().value(), value -> new Session(sid.get()));
    Optional<SpoolFile> file;
    try {
      file = disk.look(path);
    } catch (IOException e) {
      session.fault = e;
      return;
    }
    if (file.isEmpty()) {
      if (!name.endsWith(".tar") && !name.endsWith(".cast") && disk.isNoFile(path)) {
        session.fault = noFile(path);
      }
      return;
    }
    switch (matcher.group(matcher.groupCount())) {
      case "tar" -> session.tar.add(file.get());
      case "cast" -> session.cast.add(file.get());
      case "completed" -> session.marks.add(file.get());
      case "index" -> session.slices.put("0", file.get());
      default -> session.slices.put(order(slice), file.get());
    }
  }

  private static IOException noFile(Path path) {
    return new FileSystemException(
        path.toString(), null, "it is a link, a pipe or a folder, and no file: put the file there");
  }

  /// Events by their first index, then chunks by their first offset, as Teleport put them.
  private static String order(Matcher slice) {
    String kind = slice.group(3).equals("events") ? "1" : "2";
    return kind + "%018d".formatted(Long.parseLong(slice.group(2)));
  }

  private Optional<Found> parts(Path session) throws IOException {
    Optional<SessionId> sid = SessionId.parse(String.valueOf(session.getFileName()));
    TreeMap<Long, SpoolFile> parts = new TreeMap<>();
    List<SpoolFile> marks = new ArrayList<>();
    for (Path file : disk.list(session)) {
      Matcher part = PART.matcher(String.valueOf(file.getFileName()));
      Optional<SpoolFile> there = disk.look(file);
      if (part.matches() && disk.isNoFile(file)) {
        throw noFile(file);
      }
      if (part.matches() && there.isPresent()) {
        parts.put(Long.parseLong(part.group(1)), there.get());
      } else {
        there.ifPresent(marks::add);
      }
    }
    marks.sort(Comparator.comparing(SpoolFile::name));
    return sid.isEmpty() || parts.isEmpty() || session.toString().endsWith(GONE)
        ? Optional.empty()
        : Optional.of(
            new Found(sid.get(), Layout.PARTS, session, List.copyOf(parts.values()), marks, false));
  }

  /// The files of one session.
  private final class Session {
    private final SessionId sid;
    private final List<SpoolFile> tar = new ArrayList<>();
    private final List<SpoolFile> cast = new ArrayList<>();
    private final TreeMap<String, SpoolFile> slices = new TreeMap<>();
    private final List<SpoolFile> marks = new ArrayList<>();
    // Without one of its files it would be another recording.
    private @Nullable IOException fault;

    Session(SessionId sid) {
      this.sid = sid;
    }

    void add(List<Found> found, Predicate<SessionId> inParts) throws IOException {
      if (fault != null) {
        throw fault;
      }
      // Teleport puts the parts together under the final name: while they are there, it may be at
      // it.
      if (!tar.isEmpty()) {
        found.add(found(Layout.TAR, ".tar", tar, List.of(), !inParts.test(sid)));
      }
      if (!slices.isEmpty()) {
        found.add(
            found(
                Layout.TARBALL_2018,
                ".index",
                List.copyOf(slices.values()),
                marks,
                !marks.isEmpty()));
      }
      if (!cast.isEmpty()) {
        boolean ended = !marks.isEmpty() || CastEnd.in(disk, cast.getFirst());
        found.add(found(Layout.CAST, ".cast", cast, slices.isEmpty() ? marks : List.of(), ended));
      }
    }

    private Found found(
        Layout layout, String suffix, List<SpoolFile> files, List<SpoolFile> marks, boolean ended) {
      return new Found(sid, layout, folder.resolve(sid + suffix), files, marks, ended);
    }
  }
}
