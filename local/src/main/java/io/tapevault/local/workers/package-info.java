/// What goes on beside the requests: SIEMs, the catalogue, recordings that arrived, nodes.
@NullMarked
package io.tapevault.local.workers;

import org.jspecify.annotations.NullMarked;
