/// Events to a SIEM over HTTP.
@NullMarked
package io.tapevault.webhook;

import org.jspecify.annotations.NullMarked;
