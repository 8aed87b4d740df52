/// Whether SIEMs take events.
@NullMarked
package io.tapevault.forwarding.health;

import org.jspecify.annotations.NullMarked;
