package io.tapevault.forwarding.secrets;

/// Where the secrets of a place are. Safe for many threads.
public interface SecretStore {

  /// One in which nothing is: where every secret stands in the settings.
  SecretStore NONE =
      reference -> {
        throw new Unresolved("no secret can be named here, it has to stand in the settings");
      };

  /// The secret as it is now, not blank. Throws [Unresolved].
  String read(SecretReference reference);
}
