package io.tapevault.local.http;

import io.tapevault.event.Unavailable;
import io.tapevault.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Bytes between a slow client and our work: a few are held in memory, more in a temporary file.
final class Spool extends OutputStream {

  // Also as much as is copied at once: the JDK does so through memory outside of the heap.
  private static final int IN_MEMORY = 64 << 10;

  private final Scratch scratch;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable FileChannel file;
  private long size;

  Spool(Scratch scratch) {
    this.scratch = scratch;
  }

  /// Takes at most so many bytes. Answers whether that was all.
  boolean takes(InputStream in, long most) throws IOException {
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (size + read > most) {
        return false;
      }
      write(buffer, 0, read);
    }
    return true;
  }

  /// The same response, with what is in here for its content.
  HttpResponse inPlaceOf(HttpResponse response) {
    return new HttpResponse(
        response.status(),
        response.headers(),
        size,
        out -> {
          try (InputStream in = open()) {
            in.transferTo(out);
          }
        });
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    size += length;
    if (file == null && size <= IN_MEMORY) {
      memory.write(bytes, offset, length);
      return;
    }
    try {
      if (file == null) {
        file = scratch.file();
        write(file, memory.toByteArray(), 0, memory.size());
        memory = new ByteArrayOutputStream(0);
      }
      write(file, bytes, offset, length);
    } catch (IOException e) {
      throw new Unavailable("cannot write a temporary file: " + e.getMessage(), e);
    }
  }

  private static void write(FileChannel file, byte[] bytes, int offset, int length)
      throws IOException {
    for (int at = 0; at < length; at += IN_MEMORY) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, offset + at, Math.min(IN_MEMORY, length - at));
      while (piece.hasRemaining()) {
        file.write(piece);
      }
    }
  }

  /// Reads it from its begin.
  InputStream open() throws IOException {
    return file == null
        ? new ByteArrayInputStream(memory.toByteArray())
        : Channels.newInputStream(file.position(0));
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
