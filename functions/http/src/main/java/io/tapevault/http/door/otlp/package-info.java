/// OpenTelemetry's logs over HTTP.
@NullMarked
package io.tapevault.http.door.otlp;

import org.jspecify.annotations.NullMarked;
