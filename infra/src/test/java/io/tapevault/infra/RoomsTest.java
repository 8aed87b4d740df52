package io.tapevault.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Which room sees which: settings see nothing of what they choose, what is kept nothing of what
/// runs.
class RoomsTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.tapevault.infra");

  @Test
  void all_of_it_was_looked_at() {
    assertTrue(OURS.size() >= 55, "%d classes".formatted(OURS.size()));
  }

  @Test
  void rooms_have_no_cycles() {
    slices().matching("io.tapevault.infra.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void settings_see_no_other_room() {
    noClasses()
        .that()
        .resideInAPackage("io.tapevault.infra.settings")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tapevault.infra",
            "io.tapevault.infra.data",
            "io.tapevault.infra.functions",
            "io.tapevault.infra.api",
            "io.tapevault.infra.athena",
            "io.tapevault.infra.watch")
        .check(OURS);
  }

  @Test
  void what_is_kept_sees_nothing_that_runs() {
    noClasses()
        .that()
        .resideInAPackage("io.tapevault.infra.data")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tapevault.infra",
            "io.tapevault.infra.functions",
            "io.tapevault.infra.api",
            "io.tapevault.infra.athena",
            "io.tapevault.infra.watch")
        .check(OURS);
  }
}
