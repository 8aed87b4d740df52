/// Events to Google SecOps, by the Chronicle API.
@NullMarked
package io.tapevault.siem.secops;

import org.jspecify.annotations.NullMarked;
