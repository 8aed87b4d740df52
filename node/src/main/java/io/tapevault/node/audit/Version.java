package io.tapevault.node.audit;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/// What changes when a file does: `changed` also where somebody sets `modified` back.
record Version(long size, FileTime modified, FileTime changed) {

  static Version of(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    Map<String, Object> all =
        Files.readAttributes(
            file,
            unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime",
            NOFOLLOW_LINKS);
    FileTime modified = time(all, "lastModifiedTime");
    return new Version(
        all.get("size") instanceof Long size ? size : 0,
        modified,
        unix ? time(all, "ctime") : modified);
  }

  private static FileTime time(Map<String, Object> all, String name) {
    return all.get(name) instanceof FileTime time ? time : FileTime.fromMillis(0);
  }
}
