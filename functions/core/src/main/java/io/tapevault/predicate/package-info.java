/// Conditions on the fields of an event, and the language that they are written in.
@NullMarked
package io.tapevault.predicate;

import org.jspecify.annotations.NullMarked;
