/// Events: search, tail, export, get; and those that were parked.
@NullMarked
package io.tapevault.cli.events;

import org.jspecify.annotations.NullMarked;
