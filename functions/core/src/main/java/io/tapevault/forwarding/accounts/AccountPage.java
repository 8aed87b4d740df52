package io.tapevault.forwarding.accounts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The accounts of some hours, the oldest first; `next` is the hour from which on to read more,
/// where there was no time for it.
public record AccountPage(List<Account> hours, @Nullable Instant next) {

  public AccountPage {
    hours = List.copyOf(hours);
  }
}
