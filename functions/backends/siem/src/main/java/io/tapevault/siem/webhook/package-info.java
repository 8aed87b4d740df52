/// Events to a SIEM over HTTP.
@NullMarked
package io.tapevault.siem.webhook;

import org.jspecify.annotations.NullMarked;
