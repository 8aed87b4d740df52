/// One queue per SIEM.
@NullMarked
package io.tapevault.sqs;

import org.jspecify.annotations.NullMarked;
