/// Events in the Elastic Common Schema.
@NullMarked
package io.tapevault.forwarding.format.ecs;

import org.jspecify.annotations.NullMarked;
