/// One queue per SIEM.
@NullMarked
package io.tapevault.aws.sqs;

import org.jspecify.annotations.NullMarked;
