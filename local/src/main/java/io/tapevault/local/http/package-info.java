/// The HTTP server of one machine: who may speak to it, for how long, and how large.
@NullMarked
package io.tapevault.local.http;

import org.jspecify.annotations.NullMarked;
