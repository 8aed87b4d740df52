package io.tapevault.infra.settings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.regioninfo.RegionInfo;

/// What was chosen and lies elsewhere than the deployment: CloudFormation would find that out half
/// way, and of a table nobody would.
public final class Elsewhere {

  // Functions call in their own region only, and what is attached has to be of that of the stack.
  private static final Set<Choice> OF_THE_REGION =
      Set.of(
          Choice.ADOPT_TABLE,
          Choice.ADOPT_KEYS,
          Choice.KEY,
          Choice.ALARM_TOPIC,
          Choice.MTLS_CERTIFICATE,
          Choice.WEB_ACL);
  private static final Set<Choice> OF_THE_ACCOUNT =
      Set.of(Choice.ADOPT_TABLE, Choice.MTLS_CERTIFICATE, Choice.WEB_ACL);

  private Elsewhere() {}

  /// Refuses it, naming all of it at once. Without a region there is nothing to compare with.
  public static void refuse(Settings settings, @Nullable Environment environment) {
    if (environment == null) {
      return;
    }
    Map<Choice, List<String>> chosen = new EnumMap<>(Choice.class);
    settings.texts().forEach((choice, text) -> chosen.put(choice, List.of(text)));
    chosen.putAll(settings.lists());
    List<String> faults = new ArrayList<>();
    chosen.forEach((choice, texts) -> {
      for (String text : texts) {
        if (text.startsWith("arn:")) {
          faults.addAll(faults(choice, text, environment));
        }
      }
    });
    @Nullable String region = known(environment.getRegion());
    @Nullable String partition = partition(region);
    if (partition != null && !partition.equals("aws") && !chosen.containsKey(Choice.SNAP_START)) {
      faults.add(
          Choice.SNAP_START.key()
              + ": AWS has no SnapStart in regions such as "
              + region
              + ": choose false, or true where that has changed");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "what was chosen cannot be used:\n  " + String.join("\n  ", faults));
    }
  }

  private static List<String> faults(Choice choice, String arn, Environment environment) {
    String[] parts = arn.split(":", -1);
    List<String> faults = new ArrayList<>();
    @Nullable String region = known(environment.getRegion());
    compare(faults, choice, arn, parts[1], partition(region));
    if (OF_THE_REGION.contains(choice)) {
      compare(faults, choice, arn, parts[3], region);
    }
    if (OF_THE_ACCOUNT.contains(choice)) {
      compare(faults, choice, arn, parts[4], known(environment.getAccount()));
    }
    return faults;
  }

  private static void compare(
      List<String> faults, Choice choice, String arn, String there, @Nullable String here) {
    if (here != null && !there.equals(here)) {
      faults.add(
          "%s: '%s' is of %s, and this deployment of %s".formatted(choice.key(), arn, there, here));
    }
  }

  /// Null where it is known only once it is deployed.
  private static @Nullable String known(@Nullable String text) {
    return text == null || Token.isUnresolved(text) ? null : text;
  }

  /// Null for a region that is newer than CDK, too.
  private static @Nullable String partition(@Nullable String region) {
    return region == null ? null : RegionInfo.get(region).getPartition();
  }
}
