/// Events as log records of OpenTelemetry, over HTTP.
@NullMarked
package io.tapevault.siem.otlp;

import org.jspecify.annotations.NullMarked;
