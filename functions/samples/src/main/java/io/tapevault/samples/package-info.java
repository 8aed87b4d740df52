/// The events and recordings of `events-samples`, as tests read them.
@NullMarked
package io.tapevault.samples;

import org.jspecify.annotations.NullMarked;
