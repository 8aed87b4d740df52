package io.tapevault.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Something that is mounted on a folder until it is closed. Where nobody may mount, the test is
/// aborted and says so.
public final class Mount implements AutoCloseable {

  private static final String FILLER = "filler";

  private final Path folder;

  private Mount(Path folder) {
    this.folder = folder;
  }

  /// A file system of its own, in memory; the size is as in `2m`.
  public static Mount ofSize(Path folder, String size) throws IOException {
    return mount(folder, "-t", "tmpfs", "-o", "size=" + size, "tapevault-test");
  }

  /// Another folder, once more.
  public static Mount of(Path folder, Path other) throws IOException {
    return mount(folder, "--bind", other.toString());
  }

  private static Mount mount(Path folder, String... what) throws IOException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(what));
    command.add(folder.toString());
    String said = said(command);
    Assumptions.assumeTrue(
        said.isEmpty(),
        () ->
            "nothing can be mounted here, which this test needs (root, or unshare -Urm): " + said);
    return new Mount(folder);
  }

  public Path folder() {
    return folder;
  }

  /// To the last byte.
  public void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // It is full.
    }
  }

  public void makeRoom() throws IOException {
    Files.delete(folder.resolve(FILLER));
  }

  /// The file system, whatever else it is mounted on.
  public void readOnly(boolean readOnly) throws IOException {
    run("mount", "-o", "remount,bind," + (readOnly ? "ro" : "rw"), folder.toString());
  }

  /// At once, whoever uses it: what is open stays open.
  public void takeAway() throws IOException {
    run("umount", "--lazy", folder.toString());
  }

  private static void run(String... command) throws IOException {
    String said = said(List.of(command));
    if (!said.isEmpty()) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  /// Why it failed; nothing where it did not.
  private static String said(List<String> command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exit = process.waitFor();
      return exit == 0 ? "" : exit + " " + said.strip();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /// Nothing happens where it has been taken away.
  @Override
  public void close() throws IOException {
    said(List.of("umount", "--lazy", folder.toString()));
  }
}
