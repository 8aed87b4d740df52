package io.tapevault.disk.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.TokensContract;
import io.tapevault.token.IssuedToken;
import io.tapevault.token.IssuedToken.Grant;
import io.tapevault.token.Issuing;
import io.tapevault.token.Scope;
import io.tapevault.token.Token;
import io.tapevault.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteTokensTest extends TokensContract {

  @TempDir private Path folder;

  @AutoClose private final Databases databases = new Databases();

  @Override
  protected Tokens open() {
    return database().tokens();
  }

  private SqliteDatabase database() {
    return databases.in(folder, InstantSource.system(), Retention.DEFAULT);
  }

  @Override
  protected Optional<Tokens> denied() {
    return Optional.empty();
  }

  @Test
  void of_a_secret_the_files_hold_the_digest_and_nothing_else() throws IOException {
    SqliteDatabase database = database();
    byte[] random = new byte[Token.RANDOM_BYTES];
    for (int i = 0; i < random.length; i++) {
      random[i] = (byte) (i * 37 + 11);
    }
    Issuing.Issued issued =
        new Issuing(database.tokens(), database.log(), () -> random)
            .create(new Grant("shipper", Set.of(Scope.INGEST), "alice", Instant.EPOCH, null));
    IssuedToken kept = issued.kept();
    String files = "";
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files += new String(Files.readAllBytes(file), ISO_8859_1);
      }
    }
    assertTrue(files.contains(kept.digest()));
    byte[] secret = HexFormat.of().parseHex(issued.token().secret());
    for (String told :
        List.of(
            issued.token().secret(),
            issued.token().secret().substring(0, 16),
            new String(secret, ISO_8859_1),
            new String(Arrays.copyOf(secret, 8), ISO_8859_1))) {
      assertFalse(files.contains(told));
    }
  }
}
