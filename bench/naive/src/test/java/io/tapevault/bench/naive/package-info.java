/// The function that one writes first, with all that the SDK and AWS's classes offer.
@NullMarked
package io.tapevault.bench.naive;

import org.jspecify.annotations.NullMarked;
