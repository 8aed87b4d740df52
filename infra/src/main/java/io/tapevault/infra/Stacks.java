package io.tapevault.infra;

import io.tapevault.infra.functions.Packages;
import io.tapevault.infra.settings.Choice;
import io.tapevault.infra.settings.Elsewhere;
import io.tapevault.infra.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.PermissionsBoundary;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// A deployment: what is kept, and what runs, each a stack.
public record Stacks(DataStack data, TapevaultStack functions) {

  private static final int MOST_RESOURCES = 500;
  // Each makes some twenty.
  private static final int MOST_SIEMS = 50;

  /// For this account and region; without one, for any.
  static Stacks of(
      Construct app, @Nullable Environment environment, Settings settings, Packages packages) {
    Elsewhere.refuse(settings, environment);
    if (settings.siems().size() > MOST_SIEMS) {
      throw new IllegalArgumentException(
          "what was chosen cannot be used:\n  %s: there are %d, and a stack has room for some twelve: name fewer"
              .formatted(Choice.SIEMS.key(), settings.siems().size()));
    }
    DataStack data =
        new DataStack(
            app,
            props(environment, settings, "Tapevault: what is kept")
                .stackName(settings.dataStackName())
                .terminationProtection(!settings.ephemeral())
                .build(),
            settings);
    TapevaultStack functions =
        new TapevaultStack(
            app,
            props(environment, settings, "Tapevault: audit events and session recordings")
                .stackName(settings.stackName())
                .build(),
            settings,
            packages);
    functions.addStackDependency(data, "it looks up the names");
    bound(functions, settings);
    return new Stacks(data, functions);
  }

  /// CDK would say so with a stack trace, and not what to do.
  private static void bound(Stack functions, Settings settings) {
    long resources =
        functions.getNode().findAll().stream().filter(CfnResource.class::isInstance).count();
    if (resources > MOST_RESOURCES) {
      throw new IllegalArgumentException(
          "what was chosen cannot be used:\n  %s: %d SIEMs and all else make %d resources, and a stack has %d at most: name fewer"
              .formatted(Choice.SIEMS.key(), settings.siems().size(), resources, MOST_RESOURCES));
    }
  }

  private static StackProps.Builder props(
      @Nullable Environment environment, Settings settings, String description) {
    StackProps.Builder props = StackProps.builder().env(environment).description(description);
    Map<String, String> tags = new TreeMap<>();
    settings.tags().forEach(tag -> tags.put(tag.split("=", 2)[0], tag.split("=", 2)[1]));
    if (!tags.isEmpty()) {
      props.tags(tags);
    }
    if (settings.permissionsBoundary() != null) {
      props.permissionsBoundary(PermissionsBoundary.fromArn(settings.permissionsBoundary()));
    }
    if (settings.qualifier() != null) {
      props.synthesizer(
          DefaultStackSynthesizer.Builder.create().qualifier(settings.qualifier()).build());
    }
    return props;
  }
}
