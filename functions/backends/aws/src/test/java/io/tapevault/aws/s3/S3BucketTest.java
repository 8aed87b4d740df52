package io.tapevault.aws.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tapevault.aws.AwsClients;
import io.tapevault.aws.s3.StubS3.Answer;
import io.tapevault.aws.s3.StubS3.Asked;
import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import io.tapevault.recording.ObjectKey.Recording;
import io.tapevault.recording.SessionId;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

final class S3BucketTest {

  @AutoClose private static final SdkHttpClient HTTP = AwsClients.newHttp();
  private static final String XMLNS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  private static final Asked HEAD = new Asked("HEAD /tapes", "");
  private static final Asked CREATE = new Asked("PUT /tapes", "");
  private static final Asked BLOCK =
      new Asked(
          "PUT /tapes?publicAccessBlock",
          "<PublicAccessBlockConfiguration"
              + XMLNS
              + "><BlockPublicAcls>true</BlockPublicAcls>"
              + "<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
              + "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>");
  private static final Asked VERSIONING =
      new Asked(
          "PUT /tapes?versioning",
          "<VersioningConfiguration"
              + XMLNS
              + "><Status>Enabled</Status></VersioningConfiguration>");

  @Test
  void a_missing_bucket_is_made_closed_versioned_and_encrypted_in_this_order() throws Exception {
    try (StubS3 stub = StubS3.answering(missing(line -> Answer.ok()))) {
      store(stub, "").createWhenMissing();
      assertEquals(List.of(HEAD, CREATE, BLOCK, VERSIONING, encryption("")), stub.asked());
    }
  }

  @Test
  void a_region_and_a_key_are_named_where_there_are_any() throws Exception {
    try (StubS3 stub = StubS3.answering(missing(line -> Answer.ok()))) {
      store(stub, "&region=eu-west-1&sse_kms_key=alias/tapes").createWhenMissing();
      Asked create =
          new Asked(
              "PUT /tapes",
              "<CreateBucketConfiguration"
                  + XMLNS
                  + "><LocationConstraint>eu-west-1</LocationConstraint>"
                  + "</CreateBucketConfiguration>");
      Asked encryption = encryption("<KMSMasterKeyID>alias/tapes</KMSMasterKeyID>");
      assertEquals(List.of(HEAD, create, BLOCK, VERSIONING, encryption), stub.asked());
    }
  }

  @Test
  void encryption_is_left_alone_when_it_is_disabled() throws Exception {
    try (StubS3 stub = StubS3.answering(missing(line -> Answer.ok()))) {
      store(stub, "&disablesse=true").createWhenMissing();
      assertEquals(List.of(HEAD, CREATE, BLOCK, VERSIONING), stub.asked());
    }
  }

  @Test
  void a_bucket_that_is_there_stays_untouched() throws Exception {
    try (StubS3 stub = StubS3.answering(asked -> Answer.ok())) {
      store(stub, "").createWhenMissing();
      assertEquals(List.of(HEAD), stub.asked());
    }
  }

  @Test
  void a_role_that_may_not_look_goes_on() throws Exception {
    try (StubS3 stub = StubS3.answering(asked -> new Answer(403, ""))) {
      store(stub, "").createWhenMissing();
      assertEquals(List.of(HEAD), stub.asked());
    }
  }

  @Test
  void a_bucket_that_another_process_makes_at_the_same_time_is_left_to_it() throws Exception {
    try (StubS3 stub =
        StubS3.answering(missing(line -> Answer.error(409, "BucketAlreadyOwnedByYou")))) {
      store(stub, "").createWhenMissing();
      assertEquals(List.of(HEAD, CREATE), stub.asked());
    }
  }

  @Test
  void a_bucket_of_others_is_named() throws Exception {
    try (StubS3 stub =
        StubS3.answering(missing(line -> Answer.error(409, "BucketAlreadyExists")))) {
      S3ObjectStore store = store(stub, "");
      Exception taken = assertThrows(IllegalStateException.class, store::createWhenMissing);
      assertEquals(
          "s3:CreateBucket on s3://tapes/: 409 BucketAlreadyExists (told to)", taken.getMessage());
    }
  }

  @Test
  void a_bucket_that_cannot_be_protected_is_removed_again() throws Exception {
    try (StubS3 stub =
        StubS3.answering(
            missing(line ->
                line.endsWith("?versioning") ? Answer.error(403, "AccessDenied") : Answer.ok()))) {
      S3ObjectStore store = store(stub, "");
      Exception denied = assertThrows(NotPermitted.class, store::createWhenMissing);
      assertEquals("s3:PutBucketVersioning is not permitted on s3://tapes/", denied.getMessage());
      assertEquals(
          List.of(HEAD, CREATE, BLOCK, VERSIONING, new Asked("DELETE /tapes", "")), stub.asked());
    }
  }

  @Test
  void what_the_store_does_not_know_is_left_out() throws Exception {
    try (StubS3 stub =
        StubS3.answering(
            missing(
                line -> line.contains("?") ? Answer.error(501, "NotImplemented") : Answer.ok()))) {
      store(stub, "").createWhenMissing();
      assertEquals(
          List.of(
              "HEAD /tapes",
              "PUT /tapes",
              "PUT /tapes?publicAccessBlock",
              "PUT /tapes?versioning",
              "PUT /tapes?encryption"),
          stub.lines().stream().distinct().toList());
    }
  }

  @Test
  void a_write_makes_the_bucket_once_and_is_tried_once_more() throws Exception {
    SessionId sid = new SessionId("5b5e3f0a-7f2c-4d2e-9d6a-0f8f1a2b3c4d");
    String put = "PUT /tapes/" + sid + ".tar";
    try (StubS3 stub =
        StubS3.answering(
            missing(line -> line.equals(put) ? Answer.error(404, "NoSuchBucket") : Answer.ok()))) {
      S3ObjectStore store = store(stub, "&disablesse=true");
      Exception none =
          assertThrows(
              IllegalStateException.class,
              () -> store.write(new Recording(sid), out -> out.write('r')));
      assertEquals(
          "s3:PutObject on s3://tapes/" + sid + ".tar: 404 NoSuchBucket (told to)",
          none.getMessage());
      assertEquals(
          List.of(
              put,
              "HEAD /tapes",
              "PUT /tapes",
              "PUT /tapes?publicAccessBlock",
              "PUT /tapes?versioning",
              put),
          stub.lines());
    }
  }

  @Test
  void a_bucket_whose_making_is_interrupted_by_trouble_is_unavailable() throws Exception {
    try (StubS3 stub = StubS3.answering(missing(line -> Answer.error(503, "SlowDown")))) {
      assertThrows(Unavailable.class, store(stub, "")::createWhenMissing);
    }
  }

  private static Function<Asked, Answer> missing(Function<String, Answer> others) {
    return asked -> asked.equals(HEAD) ? new Answer(404, "") : others.apply(asked.line());
  }

  private static Asked encryption(String key) {
    return new Asked(
        "PUT /tapes?encryption",
        "<ServerSideEncryptionConfiguration"
            + XMLNS
            + "><Rule><ApplyServerSideEncryptionByDefault>"
            + "<SSEAlgorithm>aws:kms</SSEAlgorithm>"
            + key
            + "</ApplyServerSideEncryptionByDefault>"
            + "<BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>");
  }

  private static S3ObjectStore store(StubS3 stub, String options) {
    return S3ObjectStore.open(
        stub.uri(options), StubS3.credentials(), HTTP, InstantSource.system());
  }
}
