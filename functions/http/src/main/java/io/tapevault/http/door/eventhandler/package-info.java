/// teleport-event-handler, unchanged.
@NullMarked
package io.tapevault.http.door.eventhandler;

import org.jspecify.annotations.NullMarked;
