package io.tapevault.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Where results go. Java's own `System.out` says nothing when they cannot be written, so that an
/// export to a full disk would look whole.
public final class StandardOutput extends OutputStream {

  /// As a shell tells of a program that wrote to where nobody reads any more.
  private static final int NOBODY_READS = 141;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  private StandardOutput() {}

  public static PrintWriter open() {
    return new PrintWriter(new OutputStreamWriter(new StandardOutput(), System.out.charset()));
  }

  /// For what is no text of ours.
  public static OutputStream bytes() {
    return new StandardOutput();
  }

  /// Not an IOException, which a PrintWriter would keep for itself.
  public static final class Unwritten extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Unwritten(IOException cause) {
      super(Objects.toString(cause.getMessage(), ""), cause);
    }

    /// Says it where somebody may still read, and returns the exit status.
    public int said() {
      String why = Objects.toString(getMessage(), "");
      if (why.contains("Broken pipe")) {
        return NOBODY_READS;
      }
      System.err.println("tapevault: the output could not be written: " + why);
      return 1;
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new Unwritten(e);
    }
  }
}
