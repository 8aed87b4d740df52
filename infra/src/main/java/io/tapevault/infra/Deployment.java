package io.tapevault.infra;

/// What every function is built on: the vault, what the deployment chose, and the packages.
record Deployment(Vault vault, Settings settings, Packages packages) {

  Access access() {
    return new Access(vault);
  }
}
