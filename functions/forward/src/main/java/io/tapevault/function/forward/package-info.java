/// From the table to a queue per SIEM, and from there to the SIEM.
@NullMarked
package io.tapevault.function.forward;

import org.jspecify.annotations.NullMarked;
