package io.tapevault.aws.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tapevault.event.Unavailable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

final class FaultsTest {

  @TestFactory
  Stream<DynamicTest> what_may_pass_is_unavailable() {
    return Stream.of(
            answer(400, "ProvisionedThroughputExceededException"),
            answer(400, "RequestLimitExceeded"),
            answer(400, "ThrottlingException"),
            answer(400, "LimitExceededException"),
            answer(400, "ResourceInUseException"),
            answer(400, "ExpiredTokenException"),
            answer(500, "InternalServerError"),
            answer(503, "ServiceUnavailable"),
            answer(502, null),
            SdkClientException.create("connection refused"),
            ApiCallTimeoutException.create(20_000))
        .map(fault -> becomes(fault, Unavailable.class));
  }

  @TestFactory
  Stream<DynamicTest> what_stays_is_an_illegal_state() {
    return Stream.of(
            answer(400, "AccessDeniedException"),
            answer(400, "ValidationException"),
            answer(400, "UnrecognizedClientException"),
            answer(413, null))
        .map(fault -> becomes(fault, IllegalStateException.class));
  }

  private static DynamicTest becomes(SdkException fault, Class<?> wanted) {
    return DynamicTest.dynamicTest(
        fault.toString(),
        () -> assertEquals(wanted, Faults.translated("t", "PutItem", fault).getClass()));
  }

  private static SdkException answer(int status, @Nullable String code) {
    DynamoDbException.Builder answer = DynamoDbException.builder();
    answer.statusCode(status).message(status + " " + code);
    if (code != null) {
      answer.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build());
    }
    return (SdkException) answer.build();
  }
}
