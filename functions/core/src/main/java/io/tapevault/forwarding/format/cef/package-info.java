/// Events in the Common Event Format.
@NullMarked
package io.tapevault.forwarding.format.cef;

import org.jspecify.annotations.NullMarked;
