package io.tapevault.infra;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// A deployment: what is kept, and what runs, each a stack.
record Stacks(DataStack data, TapevaultStack functions) {

  /// For this account and region; without one, for any.
  static Stacks of(
      Construct app, @Nullable Environment environment, Settings settings, Packages packages) {
    DataStack data =
        new DataStack(
            app,
            props(environment, "Tapevault: what is kept").terminationProtection(true).build(),
            settings);
    TapevaultStack functions =
        new TapevaultStack(
            app,
            props(environment, "Tapevault: audit events and session recordings").build(),
            settings,
            packages);
    functions.addStackDependency(data, "it looks up the names");
    return new Stacks(data, functions);
  }

  private static StackProps.Builder props(@Nullable Environment environment, String description) {
    return StackProps.builder().env(environment).description(description);
  }
}
