package io.tapevault.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tapevault.event.NotPermitted;
import io.tapevault.event.Unavailable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

final class AwsErrorsTest {

  @TestFactory
  Stream<DynamicTest> what_may_pass_is_unavailable() {
    return Stream.of(
            answer(400, "ProvisionedThroughputExceededException"),
            answer(400, "RequestLimitExceeded"),
            answer(400, "ThrottlingException"),
            answer(400, "LimitExceededException"),
            answer(400, "ResourceInUseException"),
            answer(400, "ExpiredTokenException"),
            answer(400, "ExpiredToken"),
            answer(403, "RequestTimeTooSkewed"),
            answer(400, "RequestTimeout"),
            answer(409, "OperationAborted"),
            answer(400, "KMS.DisabledException"),
            answer(400, "KmsDisabled"),
            answer(500, "InternalServerError"),
            answer(503, "ServiceUnavailable"),
            answer(503, "SlowDown"),
            answer(502, null),
            SdkClientException.create("connection refused"),
            ApiCallTimeoutException.create(20_000))
        .map(fault -> becomes(fault, Unavailable.class));
  }

  @TestFactory
  Stream<DynamicTest> what_is_denied_is_not_permitted() {
    return Stream.of(
            answer(400, "AccessDeniedException"),
            answer(403, "AccessDenied"),
            answer(400, "KMS.AccessDeniedException"),
            answer(400, "KmsAccessDenied"),
            answer(403, null))
        .map(fault -> becomes(fault, NotPermitted.class));
  }

  @TestFactory
  Stream<DynamicTest> what_stays_is_an_illegal_state() {
    return Stream.of(
            answer(400, "ValidationException"),
            answer(400, "UnrecognizedClientException"),
            answer(403, "SignatureDoesNotMatch"),
            answer(404, "NoSuchBucket"),
            answer(409, "BucketAlreadyExists"),
            answer(501, "NotImplemented"),
            answer(413, null))
        .map(fault -> becomes(fault, IllegalStateException.class));
  }

  @Test
  void the_permission_that_aws_names_is_the_missing_one() {
    SdkException fault =
        AwsServiceException.builder()
            .statusCode(403)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorMessage(
                        "User: arn:aws:sts::1:assumed-role/r is not authorized to perform: kms:Decrypt on resource: k")
                    .build())
            .build();
    NotPermitted denied =
        assertInstanceOf(
            NotPermitted.class, AwsErrors.translated("s3:GetObject", "s3://bucket/key", fault));
    assertEquals("kms:Decrypt", denied.permission());
    assertEquals("kms:Decrypt is not permitted on s3://bucket/key", denied.getMessage());
    assertSame(fault, denied.getCause());
  }

  @Test
  void where_aws_names_none_it_is_the_one_that_the_call_needs() {
    RuntimeException denied =
        AwsErrors.translated("s3:GetObject", "s3://b/k", answer(403, "AccessDenied"));
    assertEquals("s3:GetObject is not permitted on s3://b/k", denied.getMessage());
  }

  private static DynamicTest becomes(SdkException fault, Class<?> wanted) {
    return DynamicTest.dynamicTest(
        fault.toString(),
        () ->
            assertEquals(
                wanted, AwsErrors.translated("dynamodb:PutItem", "the table t", fault).getClass()));
  }

  private static SdkException answer(int status, @Nullable String code) {
    AwsServiceException.Builder answer = DynamoDbException.builder();
    answer.statusCode(status).message(status + " " + code);
    if (code != null) {
      answer.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());
    }
    return answer.build();
  }
}
