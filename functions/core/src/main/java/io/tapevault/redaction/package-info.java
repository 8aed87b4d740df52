/// What was redacted of recordings, by whom and why.
@NullMarked
package io.tapevault.redaction;

import org.jspecify.annotations.NullMarked;
