/// Events to Datadog, as logs.
@NullMarked
package io.tapevault.siem.datadog;

import org.jspecify.annotations.NullMarked;
