/// What a SIEM is to get once more.
@NullMarked
package io.tapevault.forwarding.replay;

import org.jspecify.annotations.NullMarked;
