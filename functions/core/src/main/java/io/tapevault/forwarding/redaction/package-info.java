/// What of an event a SIEM must not see.
@NullMarked
package io.tapevault.forwarding.redaction;

import org.jspecify.annotations.NullMarked;
