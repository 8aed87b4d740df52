/// Which events a SIEM gets.
@NullMarked
package io.tapevault.forwarding.selection;

import org.jspecify.annotations.NullMarked;
