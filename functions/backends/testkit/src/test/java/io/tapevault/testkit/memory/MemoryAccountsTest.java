package io.tapevault.testkit.memory;

import io.tapevault.forwarding.accounts.Accounts;
import io.tapevault.settings.Retention;
import io.tapevault.testkit.contract.AccountsContract;
import java.time.InstantSource;
import java.util.Optional;

final class MemoryAccountsTest extends AccountsContract {

  @Override
  protected Books open(InstantSource clock, Retention retention) {
    MemoryEventLog log = new MemoryEventLog(clock, retention);
    return new Books(log, new MemoryAccounts(log));
  }

  @Override
  protected Optional<Accounts> denied() {
    return Optional.empty();
  }
}
