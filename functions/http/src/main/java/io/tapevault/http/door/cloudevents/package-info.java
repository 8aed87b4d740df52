/// CloudEvents 1.0 over HTTP.
@NullMarked
package io.tapevault.http.door.cloudevents;

import org.jspecify.annotations.NullMarked;
