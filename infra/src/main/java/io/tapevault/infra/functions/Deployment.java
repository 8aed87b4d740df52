package io.tapevault.infra.functions;

import io.tapevault.infra.data.Access;
import io.tapevault.infra.data.Vault;
import io.tapevault.infra.settings.Settings;
import java.util.Map;
import java.util.TreeMap;

/// What every function is built on: the vault, what the deployment chose, and the packages.
public record Deployment(Vault vault, Settings settings, Packages packages) {

  public Access access() {
    return new Access(vault);
  }

  /// What a function that writes has to know, and what this one has to know besides.
  Map<String, String> variables(Map<String, String> besides) {
    Map<String, String> variables = new TreeMap<>(besides);
    variables.put("TAPEVAULT_EVENTS_URI", vault.eventsUri());
    variables.put("TAPEVAULT_SESSIONS_URI", vault.sessionsUri());
    variables.put("TAPEVAULT_RETENTION", settings.retention());
    variables.put("TAPEVAULT_CONFIG_URI", vault.configUri());
    return variables;
  }
}
