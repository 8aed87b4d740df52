/// What somebody has to look at: nodes that fell silent, sessions whose recording is missing.
@NullMarked
package io.tapevault.alarm;

import org.jspecify.annotations.NullMarked;
