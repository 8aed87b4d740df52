/// Events to services of AWS that take several entries in one call and answer for each: Firehose,
/// EventBridge and SQS, by their HTTP, without the SDK's modules for them.
@NullMarked
package io.tapevault.siem.aws;

import org.jspecify.annotations.NullMarked;
