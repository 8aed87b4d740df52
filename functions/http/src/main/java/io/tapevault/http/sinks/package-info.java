/// How SIEMs are, and what became of the events for them.
@NullMarked
package io.tapevault.http.sinks;

import org.jspecify.annotations.NullMarked;
