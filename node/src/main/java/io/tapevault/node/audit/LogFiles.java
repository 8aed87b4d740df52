package io.tapevault.node.audit;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds the files of an audit log: all of a folder and of its folders that are named after a
/// host's UUID, rotated ones too.
///
/// No file is read through a link: where Teleport moves one from day to day, the files that it led
/// to are found in their folder.
final class LogFiles {

  private static final Pattern LOG = Pattern.compile(".+\\.log([.-].+)?");
  private static final Pattern PACKED = Pattern.compile(".+\\.(gz|bz2|xz|zst|zip|part|tmp|swp)");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d\\D.*\\.log");
  private static final Pattern HOST =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final List<Path> logs;
  // Where links led: one that is away for a moment hides nothing.
  private final Set<Path> behindLinks = new LinkedHashSet<>();

  LogFiles(List<Path> logs) {
    this.logs = logs;
  }

  /// The real paths of what is there now, and what could not be listed.
  record Found(Set<Path> files, List<String> faults) {}

  Found list() {
    Set<Path> files = new TreeSet<>();
    List<String> faults = new ArrayList<>();
    for (Path log : logs) {
      try {
        if (Files.isDirectory(log)) {
          folder(log.toRealPath(), files, true);
        } else {
          named(log, files);
        }
      } catch (IOException | DirectoryIteratorException e) {
        faults.add(log + " cannot be listed: " + e.getClass().getSimpleName());
      }
    }
    for (Path folder : behindLinks) {
      try {
        days(folder, files);
      } catch (IOException | DirectoryIteratorException e) {
        faults.add(folder + " cannot be listed: " + e.getClass().getSimpleName());
      }
    }
    return new Found(files, faults);
  }

  private void folder(Path folder, Set<Path> files, boolean andHosts) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        if (isLog(one)) {
          add(one, files);
        } else if (andHosts
            && Files.isDirectory(one, NOFOLLOW_LINKS)
            && HOST.matcher(name(one)).matches()) {
          folder(one, files, false);
        }
      }
    }
  }

  /// A file, and what it was before it was rotated.
  private void named(Path log, Set<Path> files) throws IOException {
    String name = name(log);
    Path folder = log.toAbsolutePath().resolveSibling("").toRealPath();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        if (name(one).equals(name)
            || (isLog(one) && name(one).matches(Pattern.quote(name) + "[.-].+"))) {
          add(one, files);
        }
      }
    }
  }

  private void add(Path one, Set<Path> files) throws IOException {
    if (Files.isRegularFile(one, NOFOLLOW_LINKS)) {
      files.add(one);
    } else if (Files.isSymbolicLink(one) && Files.isRegularFile(one)) {
      Path target = one.toRealPath();
      files.add(target);
      behindLinks.add(target.resolveSibling(""));
    }
  }

  private static void days(Path folder, Set<Path> files) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        if (DAY.matcher(name(one)).matches() && Files.isRegularFile(one, NOFOLLOW_LINKS)) {
          files.add(one);
        }
      }
    }
  }

  private static boolean isLog(Path one) {
    return LOG.matcher(name(one)).matches() && !PACKED.matcher(name(one)).matches();
  }

  private static String name(Path one) {
    return String.valueOf(one.getFileName());
  }
}
