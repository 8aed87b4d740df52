package io.tapevault.infra.data;

import io.tapevault.settings.Layout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;

/// What functions may do with the vault: exact actions on exact resources, one statement for each
/// ability.
///
/// The key is used on behalf of the caller, so each ability on the table or a bucket needs its own
/// right on the key, and that right holds only through the service named.
public record Access(Vault vault) {

  public PolicyStatement appendEvent() {
    return table("AppendEvent", "dynamodb:PutItem");
  }

  /// Many with one call, too.
  public PolicyStatement appendEvents() {
    return table("AppendEvents", "dynamodb:PutItem", "dynamodb:PartiQLInsert");
  }

  /// Keeping what was refused, beside the events and never among them.
  public PolicyStatement parkEvents() {
    return partitions("StringLike", List.of(Layout.PARKED + "*"), "ParkEvents", "dynamodb:PutItem");
  }

  /// Of what the table holds, the register alone is no evidence.
  public PolicyStatement removeFromRegister() {
    return partitions(
        "StringLike", List.of(Layout.REGISTER + "*"), "RemoveFromRegister", "dynamodb:DeleteItem");
  }

  /// Noting what one SIEM has had, beside the events and never among them.
  public PolicyStatement noteReceipts(String siem) {
    return partitions(
        "StringLike", List.of(Layout.RECEIPTS + siem + "#*"), "NoteReceipts", "dynamodb:PutItem");
  }

  /// Whether SIEMs are down, and since when.
  public PolicyStatement keepSinkStates() {
    return partitions(
        "StringEquals",
        List.of(Layout.REGISTER + "sinks"),
        "KeepSinkStates",
        "dynamodb:PutItem",
        "dynamodb:Query");
  }

  /// Beside events it writes into these partitions only: the right to put an event, whose session
  /// may have any name, is not one to change what the vault itself keeps.
  public PolicyStatement keepTo(String... partitions) {
    PolicyStatement statement =
        deny(
            "KeepTo",
            Layout.HOLDS + "*",
            Layout.RECEIPTS + "*",
            Layout.REGISTER + "*",
            Layout.SESSIONS + "*",
            Layout.TOKENS + "*");
    statement.addCondition(
        "ForAnyValue:StringNotLike", Map.of("dynamodb:LeadingKeys", List.of(partitions)));
    return statement;
  }

  /// It writes events, and nothing into the partitions that the vault keeps beside them.
  public PolicyStatement keepOut() {
    PolicyStatement statement =
        deny(
            "KeepOut",
            Layout.HOLDS + "*",
            Layout.PARKED + "*",
            Layout.RECEIPTS + "*",
            Layout.REGISTER + "*",
            Layout.SESSIONS + "*",
            Layout.TOKENS + "*");
    return statement;
  }

  /// The same, but for what cursors are signed with.
  public PolicyStatement keepOutButKeys() {
    PolicyStatement statement = keepOut();
    statement.addCondition(
        "ForAnyValue:StringNotLike",
        Map.of("dynamodb:LeadingKeys", List.of(Layout.REGISTER + "keys")));
    return statement;
  }

  /// What is to be sent once more, and how far that has come.
  public PolicyStatement keepReplays() {
    return partitions(
        "StringEquals",
        List.of(Layout.REGISTER + "replays"),
        "KeepReplays",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem");
  }

  /// The list of sessions, beside the events and never among them.
  public PolicyStatement keepCatalogue() {
    return partitions(
        "StringLike",
        List.of(Layout.SESSIONS + "*"),
        "KeepCatalogue",
        "dynamodb:PutItem",
        "dynamodb:DeleteItem");
  }

  /// What somebody wants to be sent once more, or to be tried again.
  public PolicyStatement findReplays() {
    return partitions(
        "StringLike",
        List.of(Layout.REGISTER + "replays", Layout.PARKED + "*"),
        "FindReplays",
        "dynamodb:Query");
  }

  /// Which links there are, and what one leads to.
  public PolicyStatement findShares() {
    return partitions(
        "StringEquals", List.of(Layout.REGISTER + "shares"), "FindShares", "dynamodb:Query");
  }

  /// Events by time, of whatever session.
  public PolicyStatement searchDays() {
    return Statements.statement(
        "SearchDays",
        List.of("dynamodb:Query"),
        List.of(vault.table().getTableArn() + "/index/" + Layout.BY_DAY));
  }

  public PolicyStatement readEvents() {
    return table("ReadEvents", "dynamodb:BatchGetItem");
  }

  public PolicyStatement searchEvents() {
    String table = vault.table().getTableArn();
    return Statements.statement(
        "SearchEvents",
        List.of("dynamodb:Query"),
        List.of(table, table + "/index/" + Layout.BY_DAY));
  }

  public PolicyStatement readSessions() {
    return table("ReadSessions", "dynamodb:Query");
  }

  /// Which sessions are held, for who may read nothing else.
  public PolicyStatement readHolds() {
    return holds("ReadHolds", "dynamodb:Query");
  }

  public PolicyStatement forgetHolds() {
    return holds("ForgetHolds", "dynamodb:DeleteItem");
  }

  private PolicyStatement holds(String sid, String action) {
    return partitions("StringEquals", List.of(Layout.HOLDS), sid, action);
  }

  /// Who may come in, for who may read nothing else.
  public PolicyStatement readTokens() {
    return partitions("StringEquals", List.of(Layout.TOKENS), "ReadTokens", "dynamodb:Query");
  }

  /// When a token was used last, and nothing else of it.
  public PolicyStatement noteTokenUse() {
    return changeTokens("NoteTokenUse", Layout.USED_AT);
  }

  /// Tokens are revoked, and never made to count again.
  public PolicyStatement revokeTokens() {
    return changeTokens("RevokeTokens", Layout.REVOKED_BY, Layout.REVOKED_AT);
  }

  private PolicyStatement changeTokens(String sid, String... attributes) {
    PolicyStatement statement =
        partitions("StringEquals", List.of(Layout.TOKENS), sid, "dynamodb:UpdateItem");
    List<String> all =
        Stream.concat(Stream.of(Layout.SESSION_ID, Layout.EVENT_INDEX), Arrays.stream(attributes))
            .toList();
    statement.addCondition(
        "ForAllValues:StringEquals",
        Map.of("dynamodb:LeadingKeys", List.of(Layout.TOKENS), "dynamodb:Attributes", all));
    statement.addCondition("StringEqualsIfExists", Map.of("dynamodb:ReturnValues", "NONE"));
    return statement;
  }

  /// When an event expires, and nothing else of it.
  public PolicyStatement changeExpiry() {
    PolicyStatement statement = table("ChangeExpiry", "dynamodb:UpdateItem");
    statement.addCondition(
        "ForAllValues:StringEquals",
        Map.of(
            "dynamodb:Attributes",
            List.of(Layout.SESSION_ID, Layout.EVENT_INDEX, Layout.EXPIRES, Layout.HELD)));
    statement.addCondition("StringEqualsIfExists", Map.of("dynamodb:ReturnValues", "NONE"));
    return statement;
  }

  /// Protecting recordings from being removed. It reads none of them.
  public PolicyStatement protectObjects(String... prefixes) {
    return Statements.statement(
        "ProtectObjects",
        List.of(
            "s3:PutObjectLegalHold", "s3:GetObjectVersionTagging", "s3:PutObjectVersionTagging"),
        objects(prefixes));
  }

  /// Until when nobody may remove recordings.
  public PolicyStatement readLocks(String... prefixes) {
    return Statements.statement("ReadLocks", List.of("s3:GetObjectRetention"), objects(prefixes));
  }

  /// Marking what was derived from a recording as the recording itself.
  public PolicyStatement tagObjects(String... prefixes) {
    return Statements.statement(
        "TagObjects",
        List.of("s3:GetObjectVersionTagging", "s3:PutObjectVersionTagging"),
        objects(prefixes));
  }

  public PolicyStatement listDerivedVersions() {
    return list("ListDerivedVersions", "s3:ListBucketVersions", Layout.DERIVED, Layout.REDACTIONS);
  }

  public PolicyStatement readStream() {
    return Statements.statement(
        "ReadStream",
        List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
        List.of(stream()));
  }

  public PolicyStatement listStreams() {
    // The one action here that takes no resource.
    return Statements.statement("ListStreams", List.of("dynamodb:ListStreams"), List.of("*"));
  }

  public PolicyStatement putObjects(String... prefixes) {
    return Statements.statement("PutObjects", List.of("s3:PutObject"), objects(prefixes));
  }

  /// Telling a node which parts of its recording are there.
  public PolicyStatement listParts(String... prefixes) {
    return Statements.statement(
        "ListParts", List.of("s3:ListMultipartUploadParts"), objects(prefixes));
  }

  /// Telling a node whether its recording is there, without reading it.
  public PolicyStatement readSummaries() {
    return Statements.statement(
        "ReadSummaries",
        List.of("s3:GetObject"),
        List.of(vault.bucket().arnForObjects(Layout.DERIVED + "*.json")));
  }

  public PolicyStatement readObjects(String... prefixes) {
    return Statements.statement("ReadObjects", List.of("s3:GetObject"), objects(prefixes));
  }

  /// S3 says that an object is not there only to who may list it; to others it is refused.
  public PolicyStatement tellGoneFromRefused(String... prefixes) {
    return list("TellGoneFromRefused", "s3:ListBucket", prefixes);
  }

  /// What is looked for words in; all of it can be made again.
  public PolicyStatement removeTranscripts() {
    return Statements.statement(
        "RemoveTranscripts", List.of("s3:DeleteObject"), objects(Layout.TRANSCRIPTS));
  }

  /// For the sweep.
  public PolicyStatement listObjects(String... prefixes) {
    return list("ListObjects", "s3:ListBucket", prefixes);
  }

  public PolicyStatement readVersions(String... prefixes) {
    return Statements.statement("ReadVersions", List.of("s3:GetObjectVersion"), objects(prefixes));
  }

  /// Finding the oldest version of an object, or that there is none.
  public PolicyStatement listVersions(String... prefixes) {
    return list("ListVersions", "s3:ListBucketVersions", prefixes);
  }

  /// What Lambda asks for when a bucket takes what a function gave up on.
  public List<PolicyStatement> keepFailures() {
    IBucket failures = vault.failures();
    return List.of(
        Statements.statement(
            "KeepFailures", List.of("s3:PutObject"), List.of(failures.arnForObjects("*"))),
        Statements.statement(
            "FindFailures", List.of("s3:ListBucket"), List.of(failures.getBucketArn())));
  }

  public List<PolicyStatement> readFailures() {
    IBucket failures = vault.failures();
    return List.of(
        Statements.statement(
            "ReadFailures", List.of("s3:GetObject"), List.of(failures.arnForObjects("*"))),
        Statements.statement(
            "ListFailures", List.of("s3:ListBucket"), List.of(failures.getBucketArn())));
  }

  /// Putting it is the operator's right, and no function's.
  public PolicyStatement readConfig() {
    return Statements.statement(
        "ReadConfig", List.of("ssm:GetParameter"), List.of(vault.configArn()));
  }

  public PolicyStatement configKey() {
    return key("ConfigKey", "ssm", "kms:Decrypt");
  }

  public PolicyStatement tableKey() {
    return key("TableKey", "dynamodb", "kms:Decrypt");
  }

  public PolicyStatement writingKey() {
    return key("WritingKey", "s3", "kms:GenerateDataKey");
  }

  public PolicyStatement readingKey() {
    return key("ReadingKey", "s3", "kms:Decrypt");
  }

  public String stream() {
    String arn = vault.table().getTableStreamArn();
    if (arn == null) {
      throw new IllegalStateException("the table has no stream");
    }
    return arn;
  }

  /// On items in these partitions only.
  private PolicyStatement partitions(
      String operator, List<String> partitions, String sid, String... actions) {
    PolicyStatement statement = table(sid, actions);
    statement.addCondition("ForAllValues:" + operator, Map.of("dynamodb:LeadingKeys", partitions));
    return statement;
  }

  /// Nothing is put into these partitions.
  private PolicyStatement deny(String sid, String... partitions) {
    PolicyStatement statement =
        PolicyStatement.Builder.create()
            .sid(sid)
            .effect(Effect.DENY)
            .actions(List.of("dynamodb:PutItem"))
            .resources(List.of(vault.table().getTableArn()))
            .build();
    statement.addCondition(
        "ForAnyValue:StringLike", Map.of("dynamodb:LeadingKeys", List.of(partitions)));
    return statement;
  }

  private PolicyStatement table(String sid, String... actions) {
    return Statements.statement(sid, List.of(actions), List.of(vault.table().getTableArn()));
  }

  private PolicyStatement list(String sid, String action, String... prefixes) {
    PolicyStatement statement =
        Statements.statement(sid, List.of(action), List.of(vault.bucket().getBucketArn()));
    List<String> patterns = Arrays.stream(prefixes).map(prefix -> prefix + "*").toList();
    statement.addCondition("StringLike", Map.of("s3:prefix", patterns));
    return statement;
  }

  private List<String> objects(String... prefixes) {
    return Arrays.stream(prefixes)
        .map(prefix -> vault.bucket().arnForObjects(prefix + "*"))
        .toList();
  }

  private PolicyStatement key(String sid, String service, String action) {
    Stack stack = Stack.of(vault);
    PolicyStatement statement =
        Statements.statement(
            sid,
            List.of(action),
            // Settings are never adopted.
            service.equals("ssm") ? List.of(vault.key().getKeyArn()) : vault.keys());
    // In China it may end with .cn; nobody but AWS itself says it.
    String via = service + "." + stack.getRegion() + ".*";
    statement.addCondition("StringLike", Map.of("kms:ViaService", via));
    return statement;
  }
}
