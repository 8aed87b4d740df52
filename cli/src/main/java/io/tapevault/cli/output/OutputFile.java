package io.tapevault.cli.output;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The file that a command writes: all of it is there, or none. What is there already stays, unless
/// that is said otherwise.
public final class OutputFile {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where it goes; - is standard output. Default: what the command says.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Replaces the output where there is one.")
  private boolean force;

  public boolean isStandardOutput() {
    return file != null && file.toString().equals("-");
  }

  public @Nullable Path file() {
    return isStandardOutput() ? null : file;
  }

  public void check(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder);
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // A device or a folder would be replaced by a file.
      throw new IOException(target + " is no file; -o - writes to standard output");
    }
    if (Files.exists(target) && !force) {
      throw isThere(target, null);
    }
  }

  public void place(Path unfinished, Path target) throws IOException {
    if (force) {
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      try {
        Files.move(unfinished, target);
      } catch (FileAlreadyExistsException e) {
        throw isThere(target, e);
      }
    }
  }

  private static IOException isThere(Path target, @Nullable IOException cause) {
    return new IOException(target + " is there already; --force replaces it", cause);
  }
}
