/// Accepts events and hands out upload tickets.
@NullMarked
package io.tapevault.function.ingest;

import org.jspecify.annotations.NullMarked;
