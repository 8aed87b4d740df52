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

  // Each package, and how many classes it has at least: fewer were not looked at.
  private static final Map<String, Integer> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("event", 28),
              Map.entry("json", 22),
              Map.entry("forwarding", 40),
              Map.entry("forwarding.accounts", 7),
              Map.entry("forwarding.archive", 4),
              Map.entry("forwarding.health", 6),
              Map.entry("forwarding.replay", 14),
              Map.entry("forwarding.selection", 3),
              Map.entry("forwarding.format", 25),
              Map.entry("forwarding.format.cef", 3),
              Map.entry("forwarding.format.ecs", 3),
              Map.entry("forwarding.format.ocsf", 4),
              Map.entry("forwarding.redaction", 4),
              Map.entry("forwarding.secrets", 10),
              Map.entry("session", 24),
              Map.entry("catalogue", 13),
              Map.entry("alarm", 15),
              Map.entry("recording", 39),
              Map.entry("predicate", 20),
              Map.entry("recording.tarball", 11),
              Map.entry("recording.protostream", 7),
              Map.entry("recording.asciicast", 11),
              Map.entry("recording.database", 1),
              Map.entry("recording.masking", 4),
              Map.entry("recording.typescript", 3),
              Map.entry("redaction", 3),
              Map.entry("share", 6),
              Map.entry("search", 12),
              Map.entry("yaml", 16),
              Map.entry("configuration", 27),
              Map.entry("settings", 9),
              Map.entry("http", 26),
              Map.entry("http.door", 12),
              Map.entry("http.door.cloudevents", 2),
              Map.entry("http.door.eventhandler", 2),
              Map.entry("http.door.every", 2),
              Map.entry("http.door.firehose", 3),
              Map.entry("http.door.hec", 4),
              Map.entry("http.door.logs", 2),
              Map.entry("http.door.otlp", 8),
              Map.entry("http.door.events", 3),
              Map.entry("http.recordings", 3),
              Map.entry("http.configuration", 3),
              Map.entry("http.parked", 2),
              Map.entry("http.playback", 3),
              Map.entry("http.playback.asked", 11),
              Map.entry("http.playback.audit", 6),
              Map.entry("http.playback.download", 9),
              Map.entry("http.playback.events", 13),
              Map.entry("http.playback.holds", 2),
              Map.entry("http.playback.redaction", 2),
              Map.entry("http.playback.sessions", 9),
              Map.entry("http.playback.shares", 3),
              Map.entry("http.playback.watch", 18),
              Map.entry("http.sinks", 6),
              Map.entry("http.token", 5),
              Map.entry("lambda", 20),
              Map.entry("hold", 10),
              Map.entry("token", 12),
              Map.entry("samples", 2),
              Map.entry("testkit.siem", 5),
              Map.entry("testkit.disk", 1),
              Map.entry("testkit.ssm", 1),
              Map.entry("testkit.contract", 23),
              Map.entry("testkit.memory", 12),
              Map.entry("aws", 2),
              Map.entry("aws.json", 8),
              Map.entry("aws.dynamodb", 32),
              Map.entry("aws.s3", 24),
              Map.entry("aws.vault", 4),
              Map.entry("aws.sqs", 6),
              Map.entry("aws.secrets", 2),
              Map.entry("aws.ssm", 7),
              Map.entry("disk.sqlite", 18),
              Map.entry("disk.watched", 4),
              Map.entry("disk.file", 5),
              Map.entry("siem", 2),
              Map.entry("siem.archive", 6),
              Map.entry("siem.aws", 13),
              Map.entry("siem.datadog", 3),
              Map.entry("siem.elastic", 7),
              Map.entry("siem.http", 17),
              Map.entry("siem.loki", 4),
              Map.entry("siem.lines", 3),
              Map.entry("siem.newrelic", 3),
              Map.entry("siem.otlp", 9),
              Map.entry("siem.secops", 3),
              Map.entry("siem.sentinel", 3),
              Map.entry("siem.splunk", 6),
              Map.entry("siem.sumologic", 2),
              Map.entry("siem.syslog", 4),
              Map.entry("siem.webhook", 3),
              Map.entry("function.ingest", 2),
              Map.entry("function.forward", 3),
              Map.entry("function.playback", 3),
              Map.entry("function.authorize", 2),
              Map.entry("screen", 15),
              Map.entry("web", 2),
              Map.entry("local", 21),
              Map.entry("node", 14),
              Map.entry("node.vault", 24),
              Map.entry("node.disk", 7),
              Map.entry("node.audit", 26),
              Map.entry("node.recordings", 34),
              Map.entry("node.recordings.spool", 13),
              Map.entry("node.recordings.store", 28),
              Map.entry("node.health", 6),
              Map.entry("cli", 9)));

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
    assertEquals(ROOMS.keySet(), looked.keySet());
    Map<String, Integer> tooFew = new TreeMap<>(looked);
    tooFew.entrySet().removeIf(room -> room.getValue() >= ROOMS.getOrDefault(room.getKey(), 1));
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
