package io.tapevault.infra.settings;

import io.tapevault.settings.Durations;
import io.tapevault.settings.Retention;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What a deployment may choose: what it is called in the context of CDK and in `tapevault.yaml`,
/// and what it may be.
public enum Choice {
  STAGE("stage", form("[a-z][a-z0-9-]{0,19}"), "1 to 20 of a-z, 0-9 and -, from a letter on"),
  EPHEMERAL("ephemeral", Choice::isFlag, "true or false"),
  RETENTION(
      "retention",
      "storage.retention_period",
      taken(Retention::parse),
      "a duration such as 30s, 5m, 24h or 365d, or forever"),
  SIEMS("siems", "forward", any -> true, ""),
  // The rules of S3 and of DynamoDB; both names stand in the description of a version, of 256.
  BUCKET_NAME(
      "bucketName",
      form(
          "(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)"
              + "[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
      "3 to 63 of a-z, 0-9 and -, and no name that S3 keeps for itself"),
  TABLE_NAME("tableName", form("[A-Za-z0-9_.-]{3,190}"), "3 to 190 of A-Z, a-z, 0-9, _, . and -"),
  ADOPT_TABLE(
      "adoptTable",
      form(
          "arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,190}"
              + "/stream/[0-9T:.-]+"),
      "the ARN of the stream of a table"),
  ADOPT_BUCKET("adoptBucket", form(Form.BUCKET), "the name of a bucket"),
  ADOPT_PATH(
      "adoptPath",
      form(
          "(?!(derived|events|exports|redactions|transcripts)(/|$))[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*"),
      "a folder such as records, and none of derived, events, exports, redactions,"
          + " transcripts"),
  KEY("key", keyOfKms(), "the ARN of a key of KMS"),
  ADOPT_KEYS("adoptKeys", keyOfKms(), "the ARN of a key of KMS"),
  API_LOG_ROLE("apiLogRole", Choice::isFlag, "true or false"),
  TELEPORT_ROLE("teleportRole", role(), "the ARN of an IAM role"),
  LONGEST_SESSION(
      "longestSession",
      taken(text -> {
        long days = Durations.parse(text).toDays();
        if (days < 1 || days > Choice.MOST_DAYS) {
          throw new IllegalArgumentException();
        }
      }),
      "from 1d to " + Choice.MOST_DAYS + "d"),
  ALARM_TOPIC(
      "alarmTopic",
      form("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}"),
      "the ARN of an SNS topic"),
  ORIGINALS_ROLES("originalsRoles", role(), "the ARN of an IAM role"),
  OBJECT_LOCK("objectLock", taken(ObjectLock::parse), ObjectLock.WORDS),
  PERMISSIONS_BOUNDARY(
      "permissionsBoundary",
      form("arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]{1,512}"),
      "the ARN of a policy"),
  QUALIFIER("qualifier", form("[A-Za-z0-9_-]{1,10}"), "1 to 10 of A-Z, a-z, 0-9, _ and -"),
  TAGS(
      "tags",
      form("(?!aws:)[A-Za-z0-9+=._:/@-]{1,128}=[A-Za-z0-9 +=._:/@-]{0,256}"),
      "a tag such as team=security"),
  VPC_ENDPOINTS("vpcEndpoints", form("vpce-[0-9a-f]{8,17}"), "the id of a VPC endpoint"),
  WEB_ACL(
      "webAcl",
      form("arn:aws[a-z-]*:wafv2:[a-z0-9-]+:[0-9]{12}:regional/webacl/[A-Za-z0-9_/-]{1,200}"),
      "the ARN of a regional web ACL of WAF"),
  DASHBOARD("dashboard", Choice::isFlag, "true or false"),
  MTLS_DOMAIN(
      "mtlsDomain",
      form("(?!.*(^|[.])-|.*-([.]|$))[a-z0-9-]{1,63}([.][a-z0-9-]{1,63})+"),
      "the name of a domain"),
  MTLS_CERTIFICATE(
      "mtlsCertificate",
      form("arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[a-z0-9-]{1,64}"),
      "the ARN of a certificate of ACM"),
  MTLS_TRUSTSTORE(
      "mtlsTruststore",
      form("s3://" + Form.BUCKET + "/[A-Za-z0-9_./-]{1,200}"),
      "s3://<bucket>/<key> of a file with CAs"),
  CLOUDTRAIL("cloudtrail", Choice::isFlag, "true or false"),
  BUDGET("budget", form("[1-9][0-9]{0,6}"), "whole USD a month, from 1 to 9999999"),
  REPLICATE_TO("replicateTo", form("arn:aws[a-z-]*:s3:::" + Form.BUCKET), "the ARN of a bucket"),
  REPLICATE_KEY("replicateKey", keyOfKms(), "the ARN of a key of KMS"),
  CANARY("canary", Choice::isFlag, "true or false"),
  SNAP_START("snapStart", Choice::isFlag, "true or false"),
  IMAGES("images", Choice::isFlag, "true or false");

  public static final String PREFIX = "tapevault:";

  private static final int MOST_DAYS = 3650;
  private static final Set<Choice> LISTS = Set.of(ADOPT_KEYS, ORIGINALS_ROLES, TAGS, VPC_ENDPOINTS);

  /// What several of them share; constants of an enum may name none of its own.
  private static final class Form {
    static final String BUCKET =
        "(?=[^/]{3,63}(/|$))(?!([0-9]+[.]){3}[0-9]+(/|$))[a-z0-9](-*[a-z0-9])*([.][a-z0-9](-*[a-z0-9])*)*";
  }

  private final String word;
  private final String path;

  // Patterns, and parsers without a state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<String> allowed;

  private final String words;

  Choice(String word, Predicate<String> allowed, String words) {
    this(word, "aws." + word.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), allowed, words);
  }

  Choice(String word, String path, Predicate<String> allowed, String words) {
    this.word = word;
    this.path = path;
    this.allowed = allowed;
    this.words = words;
  }

  private static Predicate<String> form(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }

  private static Predicate<String> role() {
    return form("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,512}");
  }

  private static Predicate<String> keyOfKms() {
    return form("arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]{1,64}");
  }

  private static boolean isFlag(String text) {
    return text.equals("true") || text.equals("false");
  }

  private static Predicate<String> taken(Consumer<String> parse) {
    return text -> {
      try {
        parse.accept(text);
        return true;
      } catch (IllegalArgumentException refused) {
        return false;
      }
    };
  }

  /// In the context of CDK.
  public String key() {
    return PREFIX + word;
  }

  /// In `tapevault.yaml`: `aws.table_name`.
  String path() {
    return path;
  }

  boolean isList() {
    return LISTS.contains(this);
  }

  boolean allows(String text) {
    return allowed.test(text);
  }

  /// `it is not …`.
  String words() {
    return words;
  }
}
