package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.tapevault.infra.settings.Settings;
import io.tapevault.infra.settings.TargetTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;

/// cdk-nag's rules, those of AWS's own solutions. What does not keep one says why.
class NagTest {

  private static final Map<String, String> REASONS =
      Map.of(
          "AwsSolutions-APIG4",
          "The word of a link is its own permission, of 256 random bits; all else asks for SigV4.",
          "AwsSolutions-S1",
          "Who reads recordings through the API stands in its access log; who reads the bucket"
              + " itself is for CloudTrail to say: aws.cloudtrail.",
          "AwsSolutions-APIG2",
          "The functions look at every request: what API Gateway refuses, a shipper would send for"
              + " ever or drop.",
          "AwsSolutions-APIG3",
          "Every caller has signed with an identity of AWS, or has a link; calls are throttled.",
          "AwsSolutions-APIG6",
          "The execution log would hold events. There is an access log.",
          "AwsSolutions-COG4",
          "Nodes and auditors sign with SigV4; links are for who has no account.",
          "AwsSolutions-IAM5",
          "All objects under one prefix; and the one action that takes no resource. PolicyTest"
              + " holds the list.");

  // "rule","resource","Compliant" or "Suppressed" or "Non-Compliant","reason",…
  private static final Pattern LINE =
      Pattern.compile("\"([^\"\\[]*)[^\"]*\",\"([^\"]*)\",\"([^\"]*)\",.*");

  @Test
  void every_rule_is_kept_or_has_a_reason_why_not() throws IOException {
    Stacks stacks =
        Synthesised.stacks(
            null,
            Map.of(
                Settings.SIEMS,
                TargetTest.SIEMS,
                Settings.ALARM_TOPIC,
                "arn:aws:sns:eu-west-1:111122223333:alarms",
                "tapevault:cloudtrail",
                "true",
                "tapevault:canary",
                "true",
                "tapevault:budget",
                "50",
                "tapevault:replicateTo",
                "arn:aws:s3:::copy",
                "tapevault:replicateKey",
                "arn:aws:kms:eu-central-1:444455556666:key/0a1b2c3d"));
    App app = (App) stacks.data().getNode().getRoot();
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
    List<Stack> both = List.of(stacks.data(), stacks.functions());
    for (Stack stack : both) {
      NagSuppressions.addStackSuppressions(
          stack,
          REASONS.entrySet().stream()
              .map(r -> NagPackSuppression.builder().id(r.getKey()).reason(r.getValue()).build())
              .toList());
    }
    Path folder = Path.of(app.synth().getDirectory());
    List<String> lines = new ArrayList<>();
    for (Stack stack : both) {
      String name = "AwsSolutions-" + stack.getStackName() + "-NagReport.csv";
      lines.addAll(Files.readAllLines(folder.resolve(name)));
    }

    int compliant = 0;
    Set<String> suppressed = new HashSet<>();
    List<String> broken = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        switch (matcher.group(3)) {
          case "Compliant" -> compliant++;
          case "Suppressed" -> suppressed.add(matcher.group(1));
          case "Non-Compliant" -> broken.add(line);
          default -> {}
        }
      }
    }
    assertEquals(List.of(), broken);
    assertEquals(REASONS.keySet(), suppressed, "a reason that nothing needs");
    assertTrue(compliant > 40, "looked at " + compliant);
  }
}
