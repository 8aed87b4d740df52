/// Events to New Relic's Log API.
@NullMarked
package io.tapevault.siem.newrelic;

import org.jspecify.annotations.NullMarked;
