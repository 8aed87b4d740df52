package io.tapevault.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tapevault.forwarding.SinkSpec;
import io.tapevault.settings.Durations;
import io.tapevault.settings.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.constructs.Node;

/// What a deployment may choose, from the context of CDK (`cdk.json`, or `-c
/// tapevault:retention=90d`).
///
/// A name that is null is left to CloudFormation.
record Settings(
    @Nullable String stage,
    String retention,
    List<SinkSpec> siems,
    @Nullable String bucketName,
    @Nullable String tableName,
    boolean apiLogRole,
    @Nullable String teleportRole,
    int longestSessionDays,
    @Nullable String alarmTopic,
    List<String> originalsRoles,
    @Nullable ObjectLock objectLock) {

  static final String PREFIX = "tapevault:";
  static final String STAGE = PREFIX + "stage";
  static final String RETENTION = PREFIX + "retention";
  static final String SIEMS = PREFIX + "siems";
  static final String BUCKET_NAME = PREFIX + "bucketName";
  static final String TABLE_NAME = PREFIX + "tableName";
  static final String API_LOG_ROLE = PREFIX + "apiLogRole";
  static final String TELEPORT_ROLE = PREFIX + "teleportRole";
  static final String LONGEST_SESSION = PREFIX + "longestSession";

  static final String ALARM_TOPIC = PREFIX + "alarmTopic";
  static final String ORIGINALS_ROLES = PREFIX + "originalsRoles";
  static final String OBJECT_LOCK = PREFIX + "objectLock";

  private static final String DEFAULT_RETENTION = "365d";
  private static final String DEFAULT_LONGEST_SESSION = "30d";
  private static final int MOST_DAYS = 3650;
  private static final List<String> KEYS =
      List.of(
          STAGE,
          RETENTION,
          SIEMS,
          BUCKET_NAME,
          TABLE_NAME,
          API_LOG_ROLE,
          TELEPORT_ROLE,
          LONGEST_SESSION,
          ALARM_TOPIC,
          ORIGINALS_ROLES,
          OBJECT_LOCK);
  // The rules of S3 and of DynamoDB; both names stand in the description of a version, of 256.
  private static final Predicate<String> BUCKET_NAMES =
      Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]").asMatchPredicate();
  private static final Predicate<String> TABLE_NAMES =
      Pattern.compile("[A-Za-z0-9_.-]{3,190}").asMatchPredicate();
  private static final Predicate<String> STAGES =
      Pattern.compile("[a-z][a-z0-9-]{0,19}").asMatchPredicate();
  private static final Predicate<String> ROLES =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}")
          .asMatchPredicate();
  private static final Predicate<String> TOPICS =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}")
          .asMatchPredicate();

  Settings {
    siems = List.copyOf(siems);
    originalsRoles = List.copyOf(originalsRoles);
  }

  /// Of the functions, which is what people name: `aws:Tapevault-prod`.
  String stackName() {
    return ofStage("Tapevault");
  }

  String dataStackName() {
    return ofStage("TapevaultData");
  }

  private String ofStage(String name) {
    return stage == null ? name : name + "-" + stage;
  }

  /// With commas between them, in the order in which their queues are told.
  String sinkNames() {
    return String.join(",", siems.stream().map(SinkSpec::name).toList());
  }

  /// Where each begins, in the same order.
  String sinkBegins() {
    return String.join(",", siems.stream().map(siem -> siem.begin().word()).toList());
  }

  /// Reads the context. Refuses what cannot be, naming every fault at once.
  static Settings from(Node node) {
    Map<?, ?> context = node.getAllContext() instanceof Map<?, ?> map ? map : Map.of();
    return from(context);
  }

  static Settings from(Map<?, ?> context) {
    List<String> faults = new ArrayList<>();
    for (String key : new TreeSet<>(context.keySet().stream().map(String::valueOf).toList())) {
      if (key.startsWith(PREFIX) && !KEYS.contains(key)) {
        faults.add(key + ": not one of " + String.join(", ", KEYS));
      }
    }
    String stage = text(context, STAGE);
    check(STAGE, stage, STAGES, "1 to 20 of a-z, 0-9 and -, from a letter on", faults);
    String retention = retention(context, faults);
    String bucketName = text(context, BUCKET_NAME);
    check(BUCKET_NAME, bucketName, BUCKET_NAMES, "3 to 63 of a-z, 0-9 and -", faults);
    String tableName = text(context, TABLE_NAME);
    check(TABLE_NAME, tableName, TABLE_NAMES, "3 to 190 of A-Z, a-z, 0-9, _, . and -", faults);
    List<SinkSpec> siems = siems(context.get(SIEMS), faults);
    String apiLogRole = text(context, API_LOG_ROLE);
    check(API_LOG_ROLE, apiLogRole, Set.of("true", "false")::contains, "true or false", faults);
    String teleportRole = text(context, TELEPORT_ROLE);
    check(TELEPORT_ROLE, teleportRole, ROLES, "the ARN of an IAM role", faults);
    int longestSession = longestSessionDays(context, faults);
    String alarmTopic = text(context, ALARM_TOPIC);
    check(ALARM_TOPIC, alarmTopic, TOPICS, "the ARN of an SNS topic", faults);
    List<String> originalsRoles = roles(context.get(ORIGINALS_ROLES), faults);
    ObjectLock objectLock = objectLock(context, faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "the context cannot be used:\n  " + String.join("\n  ", faults));
    }
    return new Settings(
        stage,
        retention,
        siems,
        bucketName,
        tableName,
        "true".equals(apiLogRole),
        teleportRole,
        longestSession,
        alarmTopic,
        originalsRoles,
        objectLock);
  }

  /// S3 counts in days.
  private static int longestSessionDays(Map<?, ?> context, List<String> faults) {
    String given = text(context, LONGEST_SESSION);
    try {
      Duration longest = Durations.parse(given == null ? DEFAULT_LONGEST_SESSION : given);
      if (longest.toDays() < 1 || longest.toDays() > MOST_DAYS) {
        faults.add(LONGEST_SESSION + ": '" + given + "' is not from 1d to " + MOST_DAYS + "d");
      }
      return Math.clamp(longest.toDays(), 1, MOST_DAYS);
    } catch (IllegalArgumentException refused) {
      faults.add(LONGEST_SESSION + ": " + refused.getMessage());
      return 1;
    }
  }

  private static String retention(Map<?, ?> context, List<String> faults) {
    String given = text(context, RETENTION);
    String retention = given == null ? DEFAULT_RETENTION : given;
    try {
      Retention.parse(retention);
    } catch (IllegalArgumentException refused) {
      faults.add(RETENTION + ": " + refused.getMessage() + ", or forever");
    }
    return retention;
  }

  private static @Nullable ObjectLock objectLock(Map<?, ?> context, List<String> faults) {
    String given = text(context, OBJECT_LOCK);
    try {
      return given == null ? null : ObjectLock.parse(given);
    } catch (IllegalArgumentException refused) {
      faults.add(OBJECT_LOCK + ": " + refused.getMessage());
      return null;
    }
  }

  /// `cdk.json` holds a list, `-c` brings the text of one.
  private static List<String> roles(@Nullable Object value, List<String> faults) {
    List<String> roles = new ArrayList<>();
    if (value == null) {
      return roles;
    }
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode list =
          value instanceof String text ? mapper.readTree(text) : mapper.valueToTree(value);
      if (!list.isArray()) {
        faults.add(ORIGINALS_ROLES + ": it is no list");
      }
      for (JsonNode role : list) {
        check(ORIGINALS_ROLES, role.asText(), ROLES, "the ARN of an IAM role", faults);
        roles.add(role.asText());
      }
    } catch (JsonProcessingException malformed) {
      faults.add(ORIGINALS_ROLES + ": it is not JSON: " + malformed.getOriginalMessage());
    }
    return roles;
  }

  private static @Nullable String text(Map<?, ?> context, String key) {
    Object value = context.get(key);
    return value == null ? null : value.toString();
  }

  private static void check(
      String key,
      @Nullable String value,
      Predicate<String> allowed,
      String words,
      List<String> faults) {
    if (value != null && !allowed.test(value)) {
      faults.add(key + ": '" + value + "' is not " + words);
    }
  }

  /// `cdk.json` holds a list, `-c` brings the text of one.
  private static List<SinkSpec> siems(@Nullable Object value, List<String> faults) {
    if (value == null) {
      return List.of();
    }
    ObjectMapper mapper = new ObjectMapper();
    List<String> found = new ArrayList<>();
    List<SinkSpec> siems = List.of();
    try {
      JsonNode json =
          value instanceof String text ? mapper.readTree(text) : mapper.valueToTree(value);
      siems = Siems.list(json, found);
    } catch (JsonProcessingException malformed) {
      found.add("it is not JSON: " + malformed.getOriginalMessage());
    }
    found.forEach(fault -> faults.add(SIEMS + ": " + fault));
    return siems;
  }
}
