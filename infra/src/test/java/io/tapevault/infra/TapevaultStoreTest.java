package io.tapevault.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;

/// Tapevault in an app of somebody else.
class TapevaultStoreTest {

  @Test
  void another_app_embeds_it_lets_its_own_roles_in_and_looks_at_its_numbers() throws IOException {
    App app = new App();
    TapevaultStore vault = store(app, Map.of("stage", "theirs", "retention", "30d"));
    Stack own = new Stack(app, "Own");
    Role node = role(own, "Node");
    Role auditor = role(own, "Auditor");
    vault.grantIngest(node);
    vault.grantRead(auditor);
    Alarm.Builder.create(own, "Missing")
        .metric(vault.metricMissingRecordings())
        .threshold(0)
        .evaluationPeriods(1)
        .build();
    assertEquals("Tapevault-theirs", vault.functions().getStackName());
    assertEquals("TapevaultData-theirs", vault.data().getStackName());
    JsonNode theirs = Synthesised.JSON.valueToTree(Template.fromStack(own).toJSON());
    String text = theirs.toString();
    assertTrue(text.contains("/POST/v1/events"), text);
    assertTrue(text.contains("/GET/v1/sessions/*"), text);
    assertTrue(text.contains("MissingRecordings"), text);
    JsonNode functions =
        Synthesised.JSON.valueToTree(Template.fromStack(vault.functions()).toJSON());
    assertEquals(
        Synthesised.PLAIN.json().path("Resources").size(), functions.path("Resources").size());
  }

  @Test
  void what_cannot_be_chosen_is_refused_as_everywhere() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> store(new App(), Map.of("retention", "a year", "stages", "x")));
    assertEquals(3, String.valueOf(refusal.getMessage()).lines().count(), refusal.getMessage());
  }

  private static TapevaultStore store(App app, Map<String, ?> choices) throws IOException {
    Path folder = Files.createTempDirectory(Synthesised.ROOT.resolve("infra/target"), "embedded");
    Synthesised.standIns(folder);
    return new TapevaultStore(app, "Vault", choices, folder, null);
  }

  private static Role role(Stack stack, String id) {
    return Role.Builder.create(stack, id)
        .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
        .build();
  }
}
