package io.tapevault.testkit.memory;

import io.tapevault.testkit.contract.TokensContract;
import io.tapevault.token.Tokens;
import java.util.Optional;

final class MemoryTokensTest extends TokensContract {

  @Override
  protected Tokens open() {
    return new MemoryTokens();
  }

  @Override
  protected Optional<Tokens> denied() {
    return Optional.empty();
  }
}
