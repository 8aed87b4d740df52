package io.tapevault.cli.recordings;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import io.tapevault.recording.Damaged;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.protostream.Decryption;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/// The keys of a file as `age-keygen` writes it. They stay in this process.
record AgeIdentity(Path file, List<RecipientStanzaReader> keys) implements Decryption {

  private static final long LONGEST = 64 * 1024;

  static AgeIdentity read(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new IOException(file + " is longer than any file of identities");
    }
    List<RecipientStanzaReader> keys = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          keys.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line.strip()));
        } catch (GeneralSecurityException | RuntimeException e) {
          throw new IOException(
              file
                  + ", line "
                  + number
                  + ": this is no AGE-SECRET-KEY-1…, as age-keygen writes it");
        }
      }
    }
    if (keys.isEmpty()) {
      throw new IOException(file + " holds no AGE-SECRET-KEY-1…");
    }
    return new AgeIdentity(file, keys);
  }

  @Override
  public InputStream decrypt(InputStream part) throws IOException {
    try {
      return new Told(
          Channels.newInputStream(
              new StandardDecryptingChannelFactory()
                  .newDecryptingChannel(Channels.newChannel(part), keys)));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new Damaged(Status.ENCRYPTED, "no key of " + file + " opens it: " + e.getMessage());
    }
  }

  /// What was changed after it was encrypted is told as that.
  private static final class Told extends FilterInputStream {
    Told(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException | RuntimeException e) {
        throw Damaged.damaged("what is encrypted was cut off or changed: " + e.getMessage());
      }
    }
  }
}
