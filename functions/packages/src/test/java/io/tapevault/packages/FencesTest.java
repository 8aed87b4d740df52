package io.tapevault.packages;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The arrows of the house, and what each room may see.
final class FencesTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(new NoTestJars())
          .importPackages("io.tapevault");

  private static final String[] CORE =
      packages(
          "event",
          "json",
          "forwarding",
          "forwarding..",
          "session",
          "catalogue",
          "hold",
          "redaction",
          "search",
          "predicate",
          "share",
          "token",
          "recording",
          "recording..",
          "alarm",
          "settings",
          "configuration",
          "yaml");
  private static final String[] HTTP = packages("http", "http..");
  private static final List<String> BACKENDS = List.of("aws", "disk", "siem", "testkit.memory");
  private static final Map<String, String[]> DRIVERS =
      Map.of(
          "aws", new String[] {"software.amazon.awssdk.."},
          "disk", new String[] {"java.sql..", "javax.sql..", "org.sqlite.."},
          "siem",
              new String[] {
                "java.net.http..",
                "javax.net.ssl",
                "javax.xml.stream..",
                "com.google.protobuf..",
                "software.amazon.awssdk.."
              });
  private static final String[] PLATFORM = {
    "java.lang..",
    "java.io..",
    "java.math..",
    "java.net",
    "java.nio..",
    "java.security..",
    "java.text..",
    "java.time..",
    "java.util..",
    "javax.crypto..",
    "org.jspecify..",
    "com.fasterxml.jackson.core.."
  };

  @Test
  void every_room_was_looked_at() {
    Map<String, Integer> looked = new TreeMap<>();
    for (JavaClass one : OURS) {
      looked.merge(one.getPackageName().substring("io.tapevault.".length()), 1, Integer::sum);
    }
    assertEquals(Rooms.LEAST.keySet(), looked.keySet());
    Map<String, Integer> tooFew = new TreeMap<>(looked);
    tooFew
        .entrySet()
        .removeIf(room -> room.getValue() >= Rooms.LEAST.getOrDefault(room.getKey(), 1));
    assertEquals(Map.of(), tooFew);
  }

  @Test
  void the_core_sees_itself_and_what_it_is_told() {
    String[] readers = {
      "com.google.protobuf..",
      "org.apache.commons.compress..",
      "org.snakeyaml.engine..",
      "org.antlr.v4.runtime.."
    };
    classes()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(CORE)
                .or(resideInAnyPackage(PLATFORM))
                .or(resideInAnyPackage(readers)))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat(OUTSIDE_WORLD)
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .accessTargetWhere(
            describe(
                "asks for the time, for chance or for the environment",
                access -> asksTheWorld(access.getTarget().getOwner(), access.getName())))
        .check(OURS);
  }

  private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
      describe(
          "belong to the file system, the network, processes or chance",
          type ->
              type.getName()
                  .matches(
                      "java\\.nio\\.file\\..*|java\\.nio\\.channels\\..*|java\\.io\\.(File|RandomAccessFile)[A-Za-z]*"
                          + "|java\\.net\\.(?!URI|URLEncoder|URLDecoder).*|java\\.lang\\.Process.*|java\\.util\\.random\\..*"
                          + "|java\\.util\\.Random|java\\.util\\.SplittableRandom|java\\.util\\.concurrent\\.ThreadLocalRandom"
                          + "|java\\.security\\.SecureRandom"));

  private static final Map<String, Set<String>> QUESTIONS =
      Map.of(
          "java.lang.System",
              Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "getProperties"),
          "java.lang.Math", Set.of("random"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.util.Date", Set.of("<init>"));

  private static boolean asksTheWorld(JavaClass owner, String name) {
    boolean clock =
        owner.getPackageName().equals("java.time")
            && (name.equals("now") || name.startsWith("system"));
    return clock || QUESTIONS.getOrDefault(owner.getName(), Set.of()).contains(name);
  }

  @Test
  void what_is_said_over_http_knows_nobody_who_serves_it() {
    classes()
        .that()
        .resideInAnyPackage(HTTP)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(HTTP)
                .or(resideInAnyPackage(CORE))
                .or(resideInAnyPackage(PLATFORM))
                // Of OTLP, and bodies.
                .or(resideInAnyPackage("com.google.protobuf..", "com.github.luben.zstd..")))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage(HTTP)
        .should()
        .dependOnClassesThat(OUTSIDE_WORLD)
        .check(OURS);
  }

  @Test
  void the_envelopes_know_no_backend_and_no_client_of_aws() {
    classes()
        .that()
        .resideInAPackage("io.tapevault.lambda..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("io.tapevault.lambda..")
                .or(resideInAnyPackage(HTTP))
                .or(resideInAnyPackage(CORE))
                .or(resideInAnyPackage(PLATFORM)))
        .check(OURS);
  }

  @ParameterizedTest
  @FieldSource("BACKENDS")
  void a_backend_sees_the_core_and_its_own_driver(String backend) {
    classes()
        .that()
        .resideInAPackage("io.tapevault." + backend + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("io.tapevault." + backend + "..")
                .or(resideInAnyPackage(CORE))
                .or(resideInAnyPackage(PLATFORM))
                .or(resideInAnyPackage(DRIVERS.getOrDefault(backend, new String[0]))))
        .check(OURS);
  }

  @Test
  void the_contract_sees_the_core_and_junit() {
    classes()
        .that()
        .resideInAPackage("io.tapevault.testkit.contract..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(CORE)
                .or(resideInAnyPackage(PLATFORM))
                .or(
                    resideInAnyPackage(
                        "io.tapevault.testkit.contract..",
                        "io.tapevault.testkit.siem..",
                        "org.junit.jupiter..",
                        "java.net.http..")))
        .check(OURS);
  }

  @Test
  void only_a_handler_sees_lambda_or_names_a_backend() {
    String[] backends =
        packages(BACKENDS.stream().map(backend -> backend + "..").toArray(String[]::new));
    noClasses()
        .that()
        .resideInAPackage("io.tapevault.function..")
        .and(ARE_NO_HANDLERS)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(backends)
                .or(resideInAnyPackage("com.amazonaws..", "software.amazon..", "org.crac..")))
        .check(OURS);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tapevault.function..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.amazonaws.services.lambda..")
        .check(OURS);
  }

  private static final DescribedPredicate<JavaClass> ARE_NO_HANDLERS =
      describe("are no handlers", type -> !outermost(type).getSimpleName().endsWith("Function"));

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(FencesTest::outermost).orElse(type);
  }

  @Test
  void nothing_below_sees_what_sits_on_top() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.tapevault.local..", "io.tapevault.node..", "io.tapevault.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tapevault.local..",
            "io.tapevault.node..",
            "io.tapevault.cli..",
            "io.tapevault.infra..")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.tapevault.local..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.tapevault.cli..")
        .check(OURS);
  }

  @Test
  void a_node_sees_the_core_and_speaks_http() {
    classes()
        .that()
        .resideInAPackage("io.tapevault.node..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("io.tapevault.node..")
                .or(resideInAnyPackage(CORE))
                .or(resideInAnyPackage(PLATFORM))
                .or(
                    resideInAnyPackage(
                        "java.net.http..",
                        "javax.net.ssl..",
                        "com.sun.net.httpserver..",
                        "software.amazon.awssdk.auth.credentials..",
                        "software.amazon.awssdk.identity.spi..",
                        "software.amazon.awssdk.http",
                        "software.amazon.awssdk.http.auth..")))
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("io.tapevault.node..")
        .and()
        .doNotHaveSimpleName("AwsSignature")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(OURS);
  }

  @Test
  void what_a_reader_saw_needs_the_core_and_an_emulator() {
    classes()
        .that()
        .resideInAPackage("io.tapevault.screen..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("io.tapevault.screen..")
                .or(resideInAnyPackage(CORE))
                .or(resideInAnyPackage(PLATFORM))
                .or(resideInAPackage("org.jline..")))
        .check(OURS);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("io.tapevault.(**)").should().beFreeOfCycles().check(OURS);
  }

  @Test
  void every_package_is_null_marked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass one : OURS) {
      JavaPackage room = one.getPackage();
      if (!room.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(room.getName());
      }
    }
    assertEquals(Set.of(), unmarked);
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> "io.tapevault." + name).toArray(String[]::new);
  }

  /// Some modules share their tests as a jar.
  private static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
