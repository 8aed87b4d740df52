package io.tapevault.cli.recordings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.recording.Damaged;
import io.tapevault.recording.RecordingReader;
import io.tapevault.recording.Verdict.Status;
import io.tapevault.recording.asciicast.Asciicast;
import io.tapevault.recording.asciicast.CastVersion;
import io.tapevault.session.Recordings;
import io.tapevault.testkit.memory.BytesSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A recording whose parts are encrypted, altered at random: what cannot be opened is told as such,
/// and nothing else happens.
final class EncryptedMutationsTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("tapevault.root", ".."), "events-samples", "encrypted");
  private static final int ROUNDS = Integer.getInteger("tapevault.mutations", 2_000);

  @Test
  @Timeout(300)
  void any_bytes_are_read_or_told_to_be_damaged() throws IOException {
    byte[] whole =
        Files.readAllBytes(FOLDER.resolve("74ecd922-6363-487a-9f72-497a6764a016.parts.tar"));
    AgeIdentity identity = AgeIdentity.read(FOLDER.resolve("identity.txt"));
    int damaged = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      BytesSource altered = new BytesSource(altered(whole, new Random(seed)));
      try (RecordingReader reader = Recordings.open(altered, identity)) {
        Status status =
            Asciicast.convert(reader, OutputStream.nullOutputStream(), CastVersion.V2)
                .verdict()
                .status();
        damaged += status == Status.WHOLE ? 0 : 1;
      } catch (Damaged e) {
        damaged++;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(damaged > ROUNDS / 2, "only " + damaged + " did any damage");
  }

  private static byte[] altered(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
